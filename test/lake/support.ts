import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fixedClock } from '../../base/clock.ts';
import type { Contract } from '../../datasets/contract.ts';
import { type Curated, type CurateOptions, curate } from '../../lake/curation/curate.ts';
import { curatedDir, type LakeDirs, spillDir } from '../../lake/dirs.ts';
import { type Engine, openEngine } from '../../lake/duckdb.ts';
import { type Cell, exactObjects } from '../../lake/exact.ts';
import { scanSql } from '../../lake/iceberg/scan.ts';
import type { SnapshotId, Table } from '../../lake/iceberg/types.ts';
import { openTable } from '../../lake/iceberg/versions.ts';
import { openRawSink, type RawSinkOptions } from '../../lake/raw/sink.ts';
import { type TestBus, testBus } from './fixtures.ts';

export * from './fixtures.ts';

export interface TestLake {
  readonly dirs: LakeDirs;
  readonly engine: Engine;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly bus: TestBus;
  /** Puts what is new on the bus into the raw zone, in files of at most `rows` events of a dataset. */
  flush(options?: Partial<RawSinkOptions>): Promise<void>;
  /** Merges until nothing is left; answers what the last step did. */
  curate(contract: Contract, options?: Partial<CurateOptions>): Promise<Curated>;
  /** Both. */
  settle(contract: Contract): Promise<Curated>;
  table(contract: Contract): Promise<Table>;
  /** The rows of the curated table in the order of keys, canonical values. */
  rows(contract: Contract, snapshotId?: SnapshotId): Promise<Record<string, Cell>[]>;
  /** Ends it and removes its folder. */
  close(): void;
}

/** A lake of one test, gone after it. */
export async function testLake(): Promise<TestLake> {
  const lake = await openTestLake();
  onTestFinished(lake.close);
  return lake;
}

/** A lake in a folder of its own, on 1 March 2026. */
export async function openTestLake(): Promise<TestLake> {
  const root = mkdtempSync(join(tmpdir(), 'aljibe lake ñ-'));
  const dirs = {
    raw: join(root, 'raw'),
    curated: join(root, 'curated'),
    tombstones: join(root, 'tombstones'),
    keys: join(root, 'keys'),
  };
  for (const dir of Object.values(dirs)) mkdirSync(dir);
  const engine = await openEngine({ spill: spillDir(dirs), threads: 2 });
  const connection = await engine.connect();
  const clock = fixedClock('2026-03-01T10:00:00Z');
  const bus = testBus(clock);
  const lake: TestLake = {
    dirs,
    engine,
    clock,
    bus,
    async flush(options = {}) {
      const sink = await openRawSink({ dir: dirs.raw, bus, engine, clock, ...options });
      while ((await sink.pull(options.maxRows ?? 1000)) > 0);
      await sink.flush();
      sink.close();
    },
    async curate(contract, options = {}) {
      for (;;) {
        const curated = await curate(contract, { dirs, engine, clock, ...options });
        if (!curated.more) return curated;
      }
    },
    async settle(contract) {
      await lake.flush();
      return lake.curate(contract);
    },
    async table(contract) {
      const table = await openTable(curatedDir(dirs, contract.name));
      if (!table) throw new Error(`${contract.name} has no table`);
      return table;
    },
    async rows(contract, snapshotId) {
      const scan = await scanSql(await lake.table(contract), snapshotId === undefined ? {} : { snapshotId });
      return exactObjects(connection, `SELECT * FROM ${scan} ORDER BY "${contract.key}"`);
    },
    close() {
      connection.closeSync();
      engine.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  return lake;
}
