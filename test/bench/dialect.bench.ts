import { DuckDBInstance } from '@duckdb/node-api';
import type { TableSchema, Tables } from '../../analytics/sql/tables.ts';
import { translate } from '../../analytics/sql/translate.ts';
import { plain, varcharOf } from '../../analytics/sql/types.ts';
import { type Bench, median, seconds } from './bench.ts';

const schemas: Record<string, TableSchema> = {
  'curated.students': { columns: columns('student_id', 'school_id', 'grade') },
  'curated.attendance': {
    columns: [
      ...columns('student_id', 'school_id', 'status'),
      { name: 'school_day', type: plain('date') },
      { name: 'minutes', type: plain('bigint') },
    ],
  },
};
const tables: Tables = { of: (name) => schemas[name] ?? null, names: Object.keys(schemas) };

function columns(...names: readonly string[]): TableSchema['columns'] {
  return names.map((name) => ({ name, type: varcharOf() }));
}

/** A view as marts are: queries with names, a join, groups, a window; each reads the one before. */
const view = (number: number, before: string) => `
  WITH days AS (
    SELECT a.student_id, a.school_id, date_trunc('month', a.school_day) AS month,
      count(*) AS days, count(*) FILTER (WHERE a.status = 'absent') AS absent, sum(a.minutes) AS minutes
    FROM curated.attendance a
    WHERE a.school_day BETWEEN DATE '2025-09-01' AND DATE '2026-07-15' AND a.minutes > ${number}
    GROUP BY a.student_id, a.school_id, date_trunc('month', a.school_day)
  ), ranked AS (
    SELECT d.*, row_number() OVER (PARTITION BY d.school_id ORDER BY d.absent DESC, d.student_id) AS place
    FROM days d
  )
  SELECT r.student_id, s.grade, r.month, r.days, r.absent, coalesce(r.minutes, 0) AS minutes,
    CASE WHEN r.absent * 10 >= r.days THEN 'chronic' ELSE 'none' END AS band,
    1 - CAST(r.absent AS double) / CAST(r.days AS double) AS rate
  FROM ranked r
  JOIN curated.students s ON s.student_id = r.student_id AND s.school_id = r.school_id
  WHERE r.place <= 100 AND EXISTS (SELECT 1 FROM ${before} b WHERE b.student_id = r.student_id)
  ORDER BY rate, r.student_id`;

/** Means the same in both dialects. */
const mart = `
  SELECT s.grade, date_trunc('month', a.school_day) AS month, count(*) AS days,
    count(*) FILTER (WHERE a.status = 'absent') AS absent, count(DISTINCT a.student_id) AS students,
    1 - CAST(count(*) FILTER (WHERE a.status = 'absent') AS double) / CAST(count(*) AS double) AS rate,
    max(CASE WHEN a.minutes % 7 = 0 THEN a.minutes ELSE 0 END) AS most
  FROM curated.attendance a
  JOIN curated.students s ON s.student_id = a.student_id
  WHERE a.school_day >= DATE '2025-09-01' AND lower(a.status) <> 'holiday'
  GROUP BY 1, 2
  ORDER BY 1, 2`;

function translateAll(count: number): void {
  for (let number = 0; number < count; number++) {
    const before = number === 0 ? 'curated.students' : `marts.v${number - 1}`;
    schemas[`marts.v${number}`] = translate(view(number, before), tables);
  }
}

const bench: Bench = {
  describe:
    "how soon views in Athena's SQL are translated, and how fast a translation runs beside bare DuckDB",
  async run(_dir, _say, { quick }) {
    const views = quick ? 50 : 1000;
    const translating = await seconds(() => translateAll(views));
    const rows = quick ? 10_000 : 5_000_000;
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run('CREATE SCHEMA curated');
    await connection.run(`CREATE TABLE curated.students AS SELECT 's' || i AS student_id, 'o' || i % 20 AS school_id,
      'g' || i % 12 AS grade FROM range(50000) t(i)`);
    await connection.run(`CREATE TABLE curated.attendance AS SELECT 's' || i % 50000 AS student_id,
      'o' || i % 20 AS school_id, CASE WHEN i % 11 = 0 THEN 'absent' ELSE 'present' END AS status,
      DATE '2025-08-20' + CAST(i % 200 AS INTEGER) AS school_day, i % 400 AS minutes FROM range(${rows}) t(i)`);
    const { duckdb } = translate(mart, tables);
    const [translated, bare]: [number[], number[]] = [[], []];
    for (let round = 0; round < (quick ? 1 : 9); round++) {
      translated.push(await seconds(() => connection.runAndReadAll(duckdb)));
      bare.push(await seconds(() => connection.runAndReadAll(mart)));
    }
    instance.closeSync();
    return [
      {
        what: `${views} views parsed, typed, translated, with their lineage`,
        value: translating,
        unit: 's',
        bar: { atMost: 5 },
      },
      {
        what: `a mart's SQL over ${rows} rows, median`,
        value: median(translated) * 1000,
        unit: 'ms',
        peer: { what: 'the same statement in bare DuckDB', value: median(bare) * 1000 },
        bar: { atMost: 1.1 },
      },
    ];
  },
};

export default bench;
