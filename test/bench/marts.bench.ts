import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { duckdbEngine } from '../../analytics/engine/duckdb.ts';
import { readManifest } from '../../analytics/stored/manifest.ts';
import { refreshViews } from '../../analytics/stored/refresh.ts';
import { storedScan } from '../../analytics/stored/scan.ts';
import { analytics } from '../../analytics/translatedViews.ts';
import { systemClock } from '../../base/clock.ts';
import { catalog, contractOf } from '../../datasets/catalog.ts';
import { curatedFields } from '../../lake/curation/schema.ts';
import { curatedTable } from '../../lake/curation/tables.ts';
import { writeDataFiles } from '../../lake/curation/write.ts';
import { openEngine } from '../../lake/duckdb.ts';
import { commit } from '../../lake/iceberg/commit.ts';
import { emptySql } from '../../lake/iceberg/scan.ts';
import { withIds } from '../../lake/iceberg/schema.ts';
import { type Bench, median, seconds } from './bench.ts';

/** Rows of the datasets that a school year of so many students has; one student in a hundred has six classes a day. */
const rowsOf = (students: number): Readonly<Record<string, string>> => ({
  orgs: `SELECT 'c' || i AS org_id, 'Colegio ' || i AS name, 'school' AS type, 'Europe/Madrid' AS time_zone FROM range(60) r(i)`,
  academic_sessions: `SELECT * FROM (VALUES
    ('y', 'Curso', 'schoolYear', DATE '2025-09-08', DATE '2026-06-19', NULL, 2026::BIGINT),
    ('t1', '1', 'term', DATE '2025-09-08', DATE '2025-12-19', 'y', 2026),
    ('t2', '2', 'term', DATE '2025-12-20', DATE '2026-06-19', 'y', 2026))
    t(academic_session_id, title, type, start_date, end_date, parent_academic_session_id, school_year)`,
  calendar_days: `SELECT 'c' || i || d AS calendar_day_id, 'c' || i AS school_id, d AS calendar_date,
    true AS is_instructional, 'y' AS academic_session_id FROM range(60) r(i), days`,
  students: `SELECT 's' || i AS student_id, 'Nombre' AS given_name, 'Apellido ' || i AS family_name FROM range(${students}) r(i)`,
  school_enrollments: `SELECT 'e' || i AS school_enrollment_id, 's' || i AS student_id, 'c' || (i % 60) AS school_id,
    'y' AS academic_session_id, lpad((i // 60 % 12 + 1)::VARCHAR, 2, '0') AS grade, DATE '2025-09-08' AS entry_date FROM range(${students}) r(i)`,
  attendance: `SELECT 'r' || (n * 1000000 + i * 10 + k) AS attendance_id, 's' || i AS student_id, 'c' || (i % 60) AS school_id,
    CASE WHEN i % 100 = 1 THEN 'k' || k END AS class_id, d AS attendance_date, CASE WHEN i % 100 = 1 THEN 'L' || k END AS period,
    CASE WHEN hash(i * 999 + n + k) % 16 = 0 THEN 'absent' ELSE 'present' END AS status
    FROM range(${students}) r(i), days, range(6) q(k) WHERE i % 100 = 1 OR k = 0`,
});

const daysSql = `CREATE TABLE days AS SELECT d::DATE AS d, row_number() OVER (ORDER BY d) AS n
  FROM generate_series(DATE '2025-09-08', DATE '2026-06-19', INTERVAL 1 DAY) t(d) WHERE isodow(d) < 6`;

/** What the first pages of dashboards ask for. */
const statements = [
  'SELECT school_day, sum(absent_days), sum(enrolled_days) FROM marts.attendance_by_day GROUP BY 1 ORDER BY 1',
  'SELECT grade, count(*) FROM marts.chronic_absence WHERE is_chronic GROUP BY 1 ORDER BY 1',
  "SELECT school_id, count(*) FROM marts.early_warning WHERE risk = 'red' GROUP BY 1 ORDER BY 1",
];

const bench: Bench = {
  describe: 'a school year of attendance: refreshing the marts, and the statements of dashboards on them',
  async run(dir, say, { quick }) {
    const students = quick ? 200 : 50_000;
    const dirs = {
      raw: join(dir, 'raw'),
      curated: join(dir, 'curated'),
      tombstones: join(dir, 'tombstones'),
      keys: join(dir, 'keys'),
      analytics: join(dir, 'analytics'),
    };
    for (const folder of Object.values(dirs)) mkdirSync(folder);
    const engine = await openEngine({ spill: join(dir, 'spill') });
    const connection = await engine.connect();
    await connection.run(daysSql);
    for (const [name, sql] of Object.entries(rowsOf(students))) await fill(connection, dirs, name, sql);
    const refresh = () => seconds(() => refreshViews({ dirs, zone: dirs.analytics, engine }));
    const whole = await refresh();
    say(`everything in ${whole.toFixed(2)} s`);
    await fill(
      connection,
      dirs,
      'attendance',
      `SELECT 'late' AS attendance_id, 's3' AS student_id, 'c3' AS school_id, DATE '2026-05-12' AS attendance_date, 'absent' AS status`,
    );
    const day = await refresh();
    say(`one more record in ${day.toFixed(2)} s`);
    const ours = duckdbEngine({ dirs, contracts: catalog });
    await connection.run('CREATE SCHEMA marts');
    for (const view of analytics().views) {
      const manifest = view.stored && readManifest(dirs.analytics, view.name);
      if (manifest)
        await connection.run(
          `CREATE VIEW marts.${view.name} AS FROM ${storedScan(dirs.analytics, view, manifest)}`,
        );
    }
    const times = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < (quick ? 1 : 7); round++) {
      for (const sql of statements) {
        times.ours.push(
          await seconds(async () => {
            const answer = await ours.run(sql);
            for await (const _ of answer.batches());
            await answer.close();
          }),
        );
        times.bare.push(await seconds(() => connection.runAndReadAll(sql)));
      }
    }
    connection.closeSync();
    engine.close();
    return [
      { what: 'refreshing every mart', value: whole, unit: 's' },
      { what: 'refreshing them for one more record', value: day, unit: 's' },
      {
        what: 'a statement of a dashboard',
        value: median(times.ours),
        unit: 's',
        peer: { what: 'the same in an open DuckDB', value: median(times.bare) },
      },
      {
        what: 'the slowest statement of a dashboard',
        value: Math.max(...times.ours),
        unit: 's',
        bar: { atMost: 1 },
      },
    ];
  },
};

async function fill(
  connection: DuckDBConnection,
  dirs: Parameters<typeof curatedTable>[0],
  name: string,
  sql: string,
): Promise<void> {
  const contract = contractOf(name);
  const moment = { now: systemClock.now() };
  const table = await curatedTable(dirs, contract, moment);
  const empty = emptySql(withIds(curatedFields(contract), 0).fields);
  const rows = `SELECT * FROM ${empty} UNION ALL BY NAME
    SELECT *, 1::BIGINT AS _version, TIMESTAMPTZ '2026-06-25 18:00:00+00' AS _changed_at FROM (${sql})`;
  const [count] = (await connection.runAndReadAll(`SELECT count(*) FROM (${sql})`)).getRows();
  const outputs = Math.max(1, Math.ceil(Number(count?.[0]) / 500_000));
  const add = await writeDataFiles(connection, table, rows, { key: contract.key, outputs });
  await commit(table, { operation: 'append', add, remove: [], summary: {} }, moment);
}

export default bench;
