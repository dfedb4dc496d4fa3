import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { syncFile } from '../../base/files.ts';
import { attendance } from '../../datasets/attendance.ts';
import { type LakeDirs, spillDir } from '../../lake/dirs.ts';
import { ask, openEngine } from '../../lake/duckdb.ts';
import { findTraces, indexSubjects, listRaw } from '../../lake/erasure/find.ts';
import { scrubRaw } from '../../lake/erasure/raw.ts';
import { openSubjectIndex, subjectText } from '../../lake/erasure/subjects.ts';
import { openRawFiles, type RawFile } from '../../lake/raw/files.ts';
import { writeRawFile } from '../../lake/raw/parquet.ts';
import { type Bench, median, seconds } from './bench.ts';
import { changesOf, makeLakeDirs } from './merge/lake.ts';

const bench: Bench = {
  describe: 'erasing one person from the raw zone, beside a bare rewrite of the files that hold them',
  async run(dir, say, { quick }) {
    const [files, rowsAFile] = quick ? [8, 500] : [20, 500_000];
    const dirs = makeLakeDirs(dir);
    const engine = await openEngine({ spill: spillDir(dirs), memory: '512MB' });
    const connection = await engine.connect();
    const catalog = openRawFiles(dirs.raw);
    for (let file = 0; file < files; file++) {
      const written = await writeFile(connection, dirs, file, rowsAFile);
      catalog.add([written], written.lastSeq);
    }
    catalog.close();
    const contracts = [attendance];
    const indexing = await seconds(() => indexSubjects({ dirs, engine, contracts }));
    say(`${files} files of ${rowsAFile} changes, indexed in ${indexing.toFixed(1)} s`);
    const erasures: number[] = [];
    const rewrites: number[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      const key = await firstIn(connection, dirs, round);
      const identities = [{ person: 'student', key }] as const;
      const index = openSubjectIndex(dirs);
      const held = index.filesWith([subjectText('student', key)]);
      index.close();
      rewrites.push(await rewriteBarely(connection, dirs, held));
      let events = 0;
      erasures.push(
        await seconds(async () => {
          const traces = await findTraces(identities, { dirs, engine, contracts });
          ({ events } = await scrubRaw(identities, traces, { dirs, engine }));
        }),
      );
      const [erased, rewritten] = [erasures, rewrites].map((times) => times.at(-1)?.toFixed(3));
      say(`${events} events of ${held.size} files in ${erased} s; a bare rewrite ${rewritten} s`);
    }
    connection.closeSync();
    engine.close();
    return [
      {
        what: `one person out of ${files * rowsAFile} raw changes`,
        value: median(erasures),
        unit: 's',
        peer: { what: 'a bare rewrite of their files', value: median(rewrites) },
        bar: { atMost: 1.3 },
      },
      { what: 'the index of who is in which file, once', value: indexing, unit: 's' },
    ];
  },
};

export default bench;

/** Students stay for a part of the time: each is in a quarter of the files. */
const schoolYears = 4;

function writeFile(
  connection: DuckDBConnection,
  dirs: LakeDirs,
  file: number,
  rows: number,
): Promise<RawFile> {
  const first = file * rows;
  const year = file % schoolYears;
  const numbers = `SELECT i, 'upsert' AS op, 1 AS "version" FROM range(${first}, ${first + rows}) r(i)`;
  const changes = `(SELECT * REPLACE (replace("row", 'alumnos:', 'alumnos:${year}-') AS "row")
    FROM (${changesOf(numbers, first + 1)}) ORDER BY seq)`;
  const hour = `2026-06-${String(1 + Math.floor(file / 24)).padStart(2, '0')}T${String(file % 24).padStart(2, '0')}`;
  return writeRawFile(
    connection,
    dirs.raw,
    { dataset: attendance.name, hour, firstSeq: first + 1, lastSeq: first + rows, rows },
    changes,
  );
}

/** Somebody in the file of this number. */
async function firstIn(connection: DuckDBConnection, dirs: LakeDirs, file: number): Promise<string> {
  const [found] = await ask<{ key: string }>(
    connection,
    `SELECT json_extract_string("row", '$.student_id') AS "key"
     FROM read_parquet('${join(dirs.raw, listRaw(dirs)[file]?.path ?? '')}') ORDER BY seq LIMIT 1`,
  );
  return found?.key ?? '';
}

/** Each file read and written again as it is, durably, and nothing else. */
function rewriteBarely(connection: DuckDBConnection, dirs: LakeDirs, held: ReadonlySet<string>) {
  const paths = listRaw(dirs)
    .filter(({ path }) => held.has(path))
    .map(({ path }) => join(dirs.raw, path));
  return seconds(async () => {
    for (const path of paths) {
      await connection.run(`COPY (SELECT * FROM read_parquet('${path}', hive_partitioning = false) ORDER BY seq)
        TO '${path}.bare' (FORMAT parquet, COMPRESSION zstd)`);
      syncFile(`${path}.bare`);
      renameSync(`${path}.bare`, path);
    }
  });
}
