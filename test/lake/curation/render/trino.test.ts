import { describe, expect, test } from 'vitest';
import { list } from '../../../../datasets/columns.ts';
import { students } from '../../../../datasets/students.ts';
import { planMerge } from '../../../../lake/curation/plan.ts';
import { trinoMerge } from '../../../../lake/curation/render/trino.ts';
import { notes, pidKey, slice, specimens } from './plans.ts';

describe('a merge plan in Trino SQL', () => {
  test('buries deleted keys first', () => {
    expect(trinoMerge(planMerge(notes, slice), pidKey).tombstones).toBe(
      `MERGE INTO tombstones.notes t
USING (
  SELECT * FROM (
    SELECT "key", "version", op = 'delete' AS gone, accepted_at AS changed_at, "row",
      row_number() OVER (PARTITION BY "key" ORDER BY "version" DESC) AS place
    FROM raw.changes
    WHERE dataset = 'notes' AND hour BETWEEN '2026-03-01T10' AND '2026-03-01T11'
      AND seq > 10 AND seq <= 20
  ) c WHERE place = 1 AND gone
) s ON t."key" = s."key"
WHEN MATCHED AND s."version" > t."version" THEN UPDATE SET "version" = s."version", deleted_at = s.changed_at
WHEN NOT MATCHED THEN INSERT ("key", "version", deleted_at) VALUES (s."key", s."version", s.changed_at)`,
    );
  });

  test('writes what is newer than both the row and its tombstone', () => {
    expect(trinoMerge(planMerge(notes, slice), pidKey).merge).toBe(
      `MERGE INTO curated.notes t
USING (
  SELECT n.gone, CAST(n.r."note_id" AS VARCHAR) AS "note_id",
    CAST(n.r."body" AS VARCHAR) AS "body",
    n."version" AS _version,
    n.changed_at AS _changed_at,
    n."key" AS changed_key
  FROM (
    SELECT c.*, CAST(json_parse(c."row") AS ROW("note_id" VARCHAR, "body" VARCHAR)) AS r FROM (
    SELECT * FROM (
    SELECT "key", "version", op = 'delete' AS gone, accepted_at AS changed_at, "row",
      row_number() OVER (PARTITION BY "key" ORDER BY "version" DESC) AS place
    FROM raw.changes
    WHERE dataset = 'notes' AND hour BETWEEN '2026-03-01T10' AND '2026-03-01T11'
      AND seq > 10 AND seq <= 20
  ) c WHERE place = 1
    ) c
  ) n LEFT JOIN tombstones.notes b ON b."key" = n."key"
  WHERE n.gone OR b."version" IS NULL OR n."version" > b."version"
) s ON t."note_id" = s.changed_key
WHEN MATCHED AND s._version > t._version AND s.gone THEN DELETE
WHEN MATCHED AND s._version > t._version THEN UPDATE SET "body" = s."body", _version = s._version, _changed_at = s._changed_at
WHEN NOT MATCHED AND NOT s.gone THEN INSERT ("note_id", "body", _version, _changed_at)
  VALUES (s."note_id", s."body", s._version, s._changed_at)`,
    );
  });

  test('reads every kind from its canonical text', () => {
    const { merge } = trinoMerge(planMerge(specimens, slice), pidKey);
    expect(merge.split('\n').slice(2, 13)).toEqual([
      '  SELECT n.gone, CAST(n.r."specimen_id" AS VARCHAR) AS "specimen_id",',
      '    CAST(n.r."label" AS VARCHAR) AS "label",',
      '    CAST(n.r."amount" AS BIGINT) AS "amount",',
      '    CAST(n.r."price" AS DECIMAL(18, 3)) AS "price",',
      '    CAST(n.r."ready" AS BOOLEAN) AS "ready",',
      '    CAST(n.r."day" AS DATE) AS "day",',
      '    CAST(from_iso8601_timestamp_nanos(n.r."moment") AS TIMESTAMP(6) WITH TIME ZONE) AS "moment",',
      '    CAST(n.r."facts" AS VARCHAR) AS "facts",',
      '    CAST(n.r."tags" AS ARRAY(VARCHAR)) AS "tags",',
      '    CAST(n.r."counts" AS ARRAY(BIGINT)) AS "counts",',
      '    CAST(n.r."home" AS ROW("street" VARCHAR, "since" DATE, "spots" ARRAY(DECIMAL(5, 2)))) AS "home",',
    ]);
  });

  test('takes lists and structs apart that hold instants', () => {
    const instants = list({ kind: 'struct', fields: { at: { kind: 'timestamp' }, by: { kind: 'text' } } });
    const columns = {
      ...notes.columns,
      seen: instants('When it was seen.', { es: 'Visto', optional: true }),
    };
    const { merge } = trinoMerge(planMerge({ ...notes, columns }, slice), pidKey);
    expect(merge).toContain(
      'transform(n.r."seen", x0 -> IF(x0 IS NOT NULL, CAST(ROW(CAST(from_iso8601_timestamp_nanos(x0."at") AS ' +
        'TIMESTAMP(6) WITH TIME ZONE), CAST(x0."by" AS VARCHAR)) AS ROW("at" TIMESTAMP(6) WITH TIME ZONE, ' +
        '"by" VARCHAR)))) AS "seen"',
    );
  });

  test('computes the pseudonyms of persons', () => {
    const { merge } = trinoMerge(planMerge(students, slice), pidKey);
    expect(merge).toContain(
      `    lower(to_hex(hmac_sha256(to_utf8(concat('student:', n.r."student_id")), from_hex('${pidKey}')))) AS "_student_pid",`,
    );
    expect(merge).toMatch(/UPDATE SET .*"_student_pid" = s\."_student_pid", _version = s\._version/);
  });
});
