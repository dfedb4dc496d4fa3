import { describe, expect, test } from 'vitest';
import { planMerge } from '../../../../lake/curation/plan.ts';
import {
  barredSql,
  curatedRowsSql,
  effectiveSql,
  incomingSql,
  pieceSql,
  placedSql,
  tombstoneRowsSql,
} from '../../../../lake/curation/render/duckdb.ts';
import { notes, pidKey, slice, specimens } from './plans.ts';

const columns = { key: 'note_id', version: '_version' };

describe('a merge plan in DuckDB SQL', () => {
  test('takes the newest version of each key from the slice', () => {
    expect(incomingSql(planMerge(notes, slice), ['/raw/1.parquet', "/raw/o'2.parquet"])).toBe(
      `CREATE OR REPLACE TEMP TABLE incoming AS
SELECT "key", "version", op = 'delete' AS gone, accepted_at AS changed_at, "row"
FROM read_parquet(['/raw/1.parquet', '/raw/o''2.parquet'], hive_partitioning = false)
WHERE seq > 10 AND seq <= 20
QUALIFY row_number() OVER (PARTITION BY "key" ORDER BY "version" DESC) = 1`,
    );
  });

  test('reads every kind from its canonical text', () => {
    expect(curatedRowsSql(planMerge(specimens, slice), 'changes', pidKey)).toBe(
      'SELECT CAST(r."specimen_id" AS VARCHAR) AS "specimen_id", CAST(r."label" AS VARCHAR) AS "label", ' +
        'CAST(r."amount" AS BIGINT) AS "amount", CAST(r."price" AS DECIMAL(18, 3)) AS "price", ' +
        'CAST(r."ready" AS BOOLEAN) AS "ready", CAST(r."day" AS DATE) AS "day", ' +
        'CAST(r."moment" AS TIMESTAMPTZ) AS "moment", CAST(r."facts" AS VARCHAR) AS "facts", ' +
        'CAST(r."tags" AS VARCHAR[]) AS "tags", CAST(r."counts" AS BIGINT[]) AS "counts", ' +
        'CAST(r."home" AS STRUCT("street" VARCHAR, "since" DATE, "spots" DECIMAL(5, 2)[])) AS "home", ' +
        '"version" AS _version, changed_at AS _changed_at\n' +
        `FROM (SELECT "version", changed_at, from_json("row", '{"specimen_id":"VARCHAR","label":"VARCHAR",` +
        '"amount":"VARCHAR","price":"VARCHAR","ready":"VARCHAR","day":"VARCHAR","moment":"VARCHAR",' +
        '"facts":"VARCHAR","tags":["VARCHAR"],"counts":["VARCHAR"],"home":{"street":"VARCHAR",' +
        `"since":"VARCHAR","spots":["VARCHAR"]}}') AS r FROM changes)`,
    );
  });

  test('makes tombstones out of deletes', () => {
    expect(tombstoneRowsSql('changes')).toBe(
      'SELECT "key", "version", changed_at AS deleted_at FROM changes',
    );
  });

  test('looks for tombstones of incoming keys', () => {
    expect(barredSql("read_parquet(['/t/1.parquet'])")).toBe(
      `CREATE OR REPLACE TEMP TABLE barred AS
SELECT t."key", max(t."version") AS "version" FROM read_parquet(['/t/1.parquet']) t SEMI JOIN incoming i ON t."key" = i."key" GROUP BY ALL`,
    );
  });

  test('keeps the changes that are newer than row and tombstone', () => {
    const candidates = { scan: "read_parquet(['/c/7.parquet'])", paths: new Map([[7, '/c/7.parquet']]) };
    expect(effectiveSql(columns, 'incoming', candidates, 'barred')).toBe(
      `CREATE OR REPLACE TEMP TABLE effective AS
SELECT i."key", i.gone, f.file
FROM incoming i
LEFT JOIN read_parquet(['/c/7.parquet']) t ON t."note_id" = i."key"
LEFT JOIN (VALUES (7, '/c/7.parquet')) AS f(file, path) ON f.path = t.filename
LEFT JOIN barred b ON b."key" = i."key"
WHERE CASE WHEN i.gone THEN i."version" > t."_version" ELSE i."version" > coalesce(t."_version", 0) AND i."version" > coalesce(b."version", 0) END`,
    );
  });

  test('keeps every row where no file may hold its key and nothing was deleted', () => {
    expect(effectiveSql(columns, 'incoming', null, null)).toBe(
      `CREATE OR REPLACE TEMP TABLE effective AS
SELECT i."key", i.gone, NULL::INTEGER AS file
FROM incoming i
WHERE CASE WHEN i.gone THEN i."version" > NULL ELSE i."version" > coalesce(NULL, 0) END`,
    );
  });

  test('places changes with the file of their key, or of their range, or in the tail', () => {
    const homes = [
      { file: 3, lower: 'a', upper: 'f' },
      { file: 5, lower: 'm', upper: null },
    ];
    expect(placedSql([3, 5], homes)).toBe(
      `CREATE OR REPLACE TEMP TABLE placed AS
SELECT e.*, CASE WHEN e.file IN (3, 5) THEN e.file WHEN e.file IS NULL AND home.file IS NOT NULL
  AND (home.upper IS NULL OR e."key" <= home.upper) THEN home.file ELSE -1 END AS piece
FROM effective e ASOF LEFT JOIN (VALUES (3, 'a', 'f'), (5, 'm', NULL)) AS home(file, lower, upper) ON e."key" >= home.lower`,
    );
  });

  test('places everything in the tail when no file is rewritten by itself', () => {
    expect(placedSql([], [])).toBe(
      `CREATE OR REPLACE TEMP TABLE placed AS
SELECT e.*, CASE WHEN false THEN e.file ELSE -1 END AS piece FROM effective e`,
    );
  });

  test('puts the rows that stay and the changed ones together', () => {
    const rows = {
      key: 'note_id',
      incoming: 'incoming',
      rowsOf: (changes: string) => `SELECT * FROM ${changes}`,
    };
    expect(pieceSql(3, rows, "read_parquet(['/c/3.parquet'])")).toBe(
      `SELECT t.* FROM read_parquet(['/c/3.parquet']) t
ANTI JOIN (SELECT "key" FROM placed WHERE piece = 3) p ON t."note_id" = p."key"
UNION ALL BY NAME SELECT * FROM (SELECT i.* FROM incoming i
SEMI JOIN (SELECT "key" FROM placed WHERE piece = 3 AND NOT gone) p ON i."key" = p."key")`,
    );
  });
});
