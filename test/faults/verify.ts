import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { contractOf } from '../../datasets/catalog.ts';
import { pathOf } from '../../ingestion/documents/store.ts';
import { openLedger } from '../../ingestion/ledger/ledger.ts';
import { curatedDir } from '../../lake/dirs.ts';
import { ask, type Engine, openEngine } from '../../lake/duckdb.ts';
import { scanSql } from '../../lake/iceberg/scan.ts';
import { openTable } from '../../lake/iceberg/versions.ts';
import { openRawFiles } from '../../lake/raw/files.ts';
import { rawOrphans } from '../../lake/raw/orphans.ts';
import { openIndexScan } from '../../query/sqlite/scan.ts';
import type { ParityReport } from '../../runtime/parity.ts';
import { layoutOf, type StateDir } from '../../runtime/state.ts';
import { descriptionOf, locationOf } from './obligations.ts';
import { connectionOf, query } from './place.ts';
import type { Running } from './running.ts';
import type { Writer } from './writer.ts';

/** What is not as promised, in sentences; none when everything is. */
export type Broken = string[];

/**
 * Compares source, lake and query cluster row by row, the obligations of a paused writer with each of them, and the
 * events of the raw zone with the promise that each was applied once.
 */
export async function verify(dir: string, program: Running, writer: Writer): Promise<Broken> {
  const parity = await program.command<ParityReport>('parity');
  const state = layoutOf(dir);
  const engine = await openEngine({ spill: join(dir, 'faults-spill') });
  try {
    return [
      ...parityBroken(parity),
      ...(await obligationsBroken(state, engine, writer)),
      ...(await eventsBroken(state, engine)),
      ...documentsBroken(state),
    ];
  } finally {
    engine.close();
  }
}

function parityBroken({ datasets }: ParityReport): Broken {
  return datasets.flatMap(({ dataset, differences }) =>
    differences.map(({ key, store, what }) => `${dataset} ${key} is ${what} in ${store}`),
  );
}

async function obligationsBroken(state: StateDir, engine: Engine, writer: Writer): Promise<Broken> {
  const { obligations, owner } = writer;
  const rows = [...obligations].map(([id, row]) => ({ id: String(id), row }));
  const promised = new Map(rows.map(({ id, row }) => [id, textOf(descriptionOf(row), locationOf(row))]));
  const quarantined = new Set(rows.flatMap(({ id, row }) => (row.broken ? [id] : [])));
  const sound = without(promised, quarantined);
  return [
    ...differences('the source', promised, await atSource(state, owner.student)),
    ...differences('the lake', sound, without(await inLake(state, engine, owner.student), quarantined)),
    ...differences('the query cluster', sound, without(inIndex(state, owner.student), quarantined)),
    ...differences('quarantine', new Map([...quarantined].map((id) => [id, ''])), inQuarantine(state)),
  ];
}

const textOf = (description: unknown, location: unknown) => `${description} at ${location}`;

function without(rows: ReadonlyMap<string, string>, keys: ReadonlySet<string>): Map<string, string> {
  return new Map([...rows].filter(([key]) => !keys.has(key)));
}

function differences(
  place: string,
  promised: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): Broken {
  const missing = [...promised].flatMap(([key, text]) => {
    if (found.get(key) === text) return [];
    return [`incident ${key} is ${found.has(key) ? 'another' : 'missing'} in ${place}`];
  });
  const surplus = [...found.keys()].filter((key) => !promised.has(key));
  return [...missing, ...surplus.map((key) => `incident ${key} should not be in ${place}`)];
}

async function atSource(state: StateDir, student: string): Promise<Map<string, string>> {
  return query(await connectionOf(state.dir), async (client) => {
    const { rows } = await client.query<{ id: number; descripcion: string; lugar: string }>(
      'SELECT id_incidencia AS id, descripcion, lugar FROM incidencias WHERE alumno_id = $1',
      [student],
    );
    return new Map(rows.map(({ id, descripcion, lugar }) => [String(id), textOf(descripcion, lugar)]));
  });
}

interface Incident {
  readonly incident_id: string;
  readonly description: string;
  readonly location: string;
}

async function inLake(dirs: StateDir, engine: Engine, student: string): Promise<Map<string, string>> {
  const table = await openTable(curatedDir(dirs, 'incidents'));
  if (!table) return new Map();
  const connection = await engine.connect();
  try {
    const rows = await ask<Incident>(
      connection,
      `SELECT incident_id, description, location FROM ${await scanSql(table)} WHERE student_id = '${student}'`,
    );
    return new Map(rows.map((row) => [row.incident_id, textOf(row.description, row.location)]));
  } finally {
    connection.closeSync();
  }
}

function inIndex(state: StateDir, student: string): Map<string, string> {
  const scan = openIndexScan(state.index);
  try {
    const rows = [...scan.rows(contractOf('incidents'))].filter(({ row }) => row.student_id === student);
    return new Map(rows.map(({ key, row }) => [key, textOf(row.description, row.location)]));
  } finally {
    scan.close();
  }
}

function inQuarantine(state: StateDir): Map<string, string> {
  const ledger = openLedger(state.ledger, { clock: systemClock, readOnly: true });
  try {
    return new Map([...ledger.quarantine.keys('incidents')].map((key) => [key, '']));
  } finally {
    ledger.close();
  }
}

/** Every place on the bus is in the raw zone once, and every key has each of its versions once, without a gap. */
async function eventsBroken(state: StateDir, engine: Engine): Promise<Broken> {
  const files = openRawFiles(state.raw, { readOnly: true });
  const listed = files.list();
  const checkpoint = files.checkpoint();
  const orphans = rawOrphans(state.raw, files);
  files.close();
  const paths = listed.map(({ path }) => `'${join(state.raw, path)}'`).join(', ');
  const connection = await engine.connect();
  try {
    const scan = `read_parquet([${paths}], hive_partitioning = true)`;
    const [seqs] = await ask<{ rows: number; places: number; first: number; last: number }>(
      connection,
      `SELECT count(*) AS rows, count(DISTINCT seq) AS places, min(seq) AS first, max(seq) AS last FROM ${scan}`,
    );
    const keys = await ask<{ dataset: string; key: string }>(
      connection,
      `SELECT dataset, "key" FROM ${scan} GROUP BY ALL
       HAVING count(*) <> max("version") OR count(DISTINCT "version") <> count(*) OR min("version") <> 1`,
    );
    const expected = { rows: checkpoint, places: checkpoint, first: 1, last: checkpoint };
    return [
      ...(JSON.stringify(seqs) === JSON.stringify(expected)
        ? []
        : [`the raw zone holds ${JSON.stringify(seqs)} instead of ${JSON.stringify(expected)}`]),
      ...keys.map(({ dataset, key }) => `${dataset} ${key} has a version twice, or lacks one`),
      ...orphans.map((path) => `${path} is nobody's`),
    ];
  } finally {
    connection.closeSync();
  }
}

/** Every document that a row names is in the store, with the bytes of its hash. */
function documentsBroken(state: StateDir): Broken {
  const ledger = openLedger(state.ledger, { clock: systemClock, readOnly: true });
  try {
    return [...ledger.rows('documents')].flatMap(({ key, row, source }) => {
      if (source !== 'documents') return [];
      const hashes = [row.sha256, row.text_sha256].filter((hash) => typeof hash === 'string');
      return hashes
        .filter((hash) => hashOf(pathOf(state.documents, hash)) !== hash)
        .map((hash) => `document ${key} lacks ${hash}`);
    });
  } finally {
    ledger.close();
  }
}

function hashOf(path: string): string | null {
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : null;
}
