import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../base/clock.ts';
import { catalog } from '../../datasets/catalog.ts';
import type { Bus, ChangeEvent } from '../../datasets/change.ts';
import type { AnyRow } from '../../datasets/contract.ts';
import { openLedger } from '../../ingestion/ledger/ledger.ts';
import { openEngine } from '../../lake/duckdb.ts';
import { openRawFiles } from '../../lake/raw/files.ts';
import { rawColumns } from '../../lake/raw/parquet.ts';
import { openRawSink } from '../../lake/raw/sink.ts';
import { openSqliteIndex } from '../../query/sqlite/index.ts';
import { encode } from '../../query/sqlite/storage.ts';
import { quoted } from '../../query/sqlite/table.ts';
import { type Figure, seconds } from './bench.ts';

/** What a sink takes at once, as in the running program. */
const batch = { raw: 1000, index: 2000 };

/**
 * What lies on a ledger's bus after a place, on its way into each sink by itself, beside what the engine below needs
 * for the same rows.
 */
export async function measureSinks(dir: string, ledgerPath: string, from: number): Promise<Figure[]> {
  const bus = openLedger(ledgerPath, { clock: systemClock, readOnly: true });
  try {
    const raw = await intoRaw(join(dir, 'raw'), bus, from);
    const indexed = await intoIndex(join(dir, 'index.db'), bus, from);
    const plain = intoPlainTables(join(dir, 'plain.db'), bus, from);
    return [
      {
        what: 'bus to raw Parquet',
        value: raw.ours,
        unit: 'rows/s',
        peer: { what: 'DuckDB writing the same rows', value: raw.duckdb },
      },
      {
        what: 'bus to raw Parquet',
        value: raw.ours,
        unit: 'rows/s',
        peer: { what: 'reading the bus', value: raw.reading },
      },
      {
        what: 'bus to query cluster',
        value: indexed,
        unit: 'rows/s',
        peer: { what: 'plain SQLite inserts', value: plain },
      },
    ];
  } finally {
    bus.close();
  }
}

/** Everything on the bus after a place, in batches. */
function* batches(bus: Bus, from: number, size: number): Generator<ChangeEvent[]> {
  let after = from;
  for (;;) {
    const events = bus.read(after, size);
    if (events.length === 0) return;
    yield events;
    after = (events.at(-1) as ChangeEvent).seq;
  }
}

/** Rows a second into the raw zone; of DuckDB, which has the rows already, into one file; and of reading alone. */
async function intoRaw(dir: string, bus: Bus, from: number) {
  mkdirSync(dir);
  const files = openRawFiles(dir);
  files.add([], from);
  files.close();
  const engine = await openEngine({ spill: join(dir, 'spill') });
  const sink = await openRawSink({ dir, bus, engine, clock: systemClock });
  let rows = 0;
  const ours = await seconds(async () => {
    for (let taken = -1; taken !== 0; ) {
      taken = await sink.pull(batch.raw);
      rows += taken;
    }
    await sink.flush();
  });
  sink.close();
  const connection = await engine.connect();
  const columns = Object.keys(rawColumns).map(quoted).join(', ');
  await connection.run(`CREATE TEMP TABLE same AS SELECT ${columns} FROM '${dir}/changes/*/*/*.parquet'`);
  const duckdb = await seconds(() =>
    connection.run(`COPY same TO '${join(dir, 'same.parquet')}' (FORMAT parquet, COMPRESSION zstd)`),
  );
  connection.closeSync();
  engine.close();
  const reading = await seconds(() => {
    for (const _ of batches(bus, from, batch.raw));
  });
  return { ours: rows / ours, duckdb: rows / duckdb, reading: rows / reading };
}

/** Rows a second into the index: versions and tombstones held, full text and relations kept. */
async function intoIndex(path: string, bus: Bus, from: number): Promise<number> {
  const index = openSqliteIndex(path, { textOf: async () => null });
  let rows = 0;
  const taken = await seconds(async () => {
    for (const events of batches(bus, from, batch.index)) {
      await index.apply(events);
      rows += events.length;
    }
  });
  index.close();
  return rows / taken;
}

/** Rows a second into tables with a key and nothing else, in transactions of the same size. Only SQLite's time counts. */
function intoPlainTables(path: string, bus: Bus, from: number): number {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -131072');
  const tables = new Map(Object.keys(catalog).map((dataset) => [dataset, plainTable(db, dataset)] as const));
  let rows = 0;
  let spent = 0;
  for (const events of batches(bus, from, batch.index)) {
    const changes = events.map((event) => ({ ...event, values: valuesOf(event) }));
    const begin = performance.now();
    db.exec('BEGIN');
    for (const { dataset, key, version, values } of changes) {
      if (values) tables.get(dataset)?.insert.run(...values, version);
      else tables.get(dataset)?.remove.run(key);
    }
    db.exec('COMMIT');
    spent += performance.now() - begin;
    rows += events.length;
  }
  db.close();
  return (1000 * rows) / spent;
}

function plainTable(db: DatabaseSync, dataset: string) {
  const { columns = {}, key = '' } = catalog[dataset] ?? {};
  const names = [...Object.keys(columns), '_version'].map(quoted);
  db.exec(`CREATE TABLE ${quoted(dataset)} (${names.join(', ')}, PRIMARY KEY (${quoted(key)}))`);
  return {
    insert: db.prepare(
      `INSERT OR REPLACE INTO ${quoted(dataset)} VALUES (${names.map(() => '?').join(', ')})`,
    ),
    remove: db.prepare(`DELETE FROM ${quoted(dataset)} WHERE ${quoted(key)} = ?`),
  };
}

function valuesOf({ dataset, row }: ChangeEvent) {
  if (row === null) return null;
  const values = JSON.parse(row) as AnyRow;
  const columns = Object.entries(catalog[dataset]?.columns ?? {});
  return columns.map(([name, { type }]) => encode(type, values[name]));
}
