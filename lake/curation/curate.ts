import type { DuckDBConnection } from '@duckdb/node-api';
import { type Clock, instantText } from '../../base/clock.ts';
import { failpoint } from '../../base/failpoints.ts';
import type { Contract } from '../../datasets/contract.ts';
import { namingDamage } from '../damage.ts';
import { curatedDir, type LakeDirs } from '../dirs.ts';
import type { Engine } from '../duckdb.ts';
import { type Moment, openTable } from '../iceberg/versions.ts';
import { openRawFiles } from '../raw/files.ts';
import { alone } from './alone.ts';
import { checkpointOf, checkpointSummary } from './checkpoint.ts';
import { commitMerge } from './commit.ts';
import { fillPseudonyms } from './fill.ts';
import { type Broken, type Gate, newlyBroken } from './gate.ts';
import { holdOf } from './hold.ts';
import { loadIncoming } from './incoming.ts';
import { type FileLimits, fileLimits } from './layout.ts';
import { type Merged, mergeChanges } from './merge.ts';
import { endObjection, isStanding, objectionOf, raiseObjection } from './objection.ts';
import { nextSlice, type Slice } from './plan.ts';
import { curatedTable } from './tables.ts';
import { bury } from './tombstones.ts';
import { discardDataFiles } from './write.ts';

export interface CurateOptions {
  readonly dirs: LakeDirs;
  readonly engine: Engine;
  readonly clock: Clock;
  /** About how many changes one merge takes. Default 500,000. */
  readonly limit?: number;
  /** How large the files of the table get. */
  readonly limits?: FileLimits;
  /** May keep a commit back. */
  readonly gate?: Gate;
}

/** What one step of curation did to a dataset. */
export interface Curated {
  readonly dataset: string;
  /** Nothing is merged: after a rollback, or because a rule would be broken. */
  readonly held: boolean;
  /** What has kept the commit back just now. */
  readonly objections: readonly Broken[];
  /** Rows of the curated table. */
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly filesWritten: number;
  readonly filesReplaced: number;
  readonly bytesWritten: number;
  /** There is more to merge at once. */
  readonly more: boolean;
}

/**
 * Merges the next changes of a dataset from the raw zone into its curated table, in one commit that also moves
 * the dataset's checkpoint. Deletes are first committed as tombstones, so that an older version that arrives
 * later cannot bring its row back. Repeating it, or dying in the middle of it, changes nothing twice.
 * Where a rule keeps the commit back, everything that came since is tried again with it, when more has come.
 */
export function curate(contract: Contract, options: CurateOptions): Promise<Curated> {
  return alone(curatedDir(options.dirs, contract.name), () =>
    namingDamage(contract.name, options, () => mergeNext(contract, options)),
  );
}

async function mergeNext(contract: Contract, options: CurateOptions): Promise<Curated> {
  const { dirs, engine, clock, limit = 500_000, limits = fileLimits, gate = null } = options;
  const moment = { now: clock.now() };
  const dir = curatedDir(dirs, contract.name);
  const present = await openTable(dir);
  if (present && holdOf(present.metadata)) return { ...nothing, dataset: contract.name, held: true };
  const table = await curatedTable(dirs, contract, moment);
  const rawFiles = openRawFiles(dirs.raw, { readOnly: true });
  const files = rawFiles.list({ dataset: contract.name, afterSeq: checkpointOf(table.metadata) });
  rawFiles.close();
  const objection = objectionOf(table.metadata);
  const lastSeq = files.at(-1)?.lastSeq ?? 0;
  if (objection && lastSeq > 0 && isStanding(objection, contract, lastSeq))
    return { ...nothing, dataset: contract.name, held: true };
  const slice = nextSlice(files, checkpointOf(table.metadata), objection ? Number.POSITIVE_INFINITY : limit);
  if (objection && !slice) await endObjection(dir, moment);
  if (!slice) return { ...nothing, dataset: contract.name };
  const connection = await engine.connect();
  try {
    await fillPseudonyms(connection, contract, { dirs, table, moment });
    const isGuarded = gate !== null && !objection?.isAccepted;
    const task = { contract, dirs, moment, limits, gate: isGuarded ? gate : null };
    const { merged, broken } = await mergeSlice(connection, task, slice);
    if (broken.length > 0) {
      const since = objection?.since ?? instantText(moment.now);
      await raiseObjection(dir, { since, through: slice.throughSeq, broken, isAccepted: false }, moment);
      return { ...nothing, dataset: contract.name, held: true, objections: broken };
    }
    if (objection && merged) await endObjection(dir, moment);
    const more = merged === null || slice.throughSeq < lastSeq;
    return { ...nothing, ...(merged && outcome(merged)), dataset: contract.name, more };
  } finally {
    connection.closeSync();
  }
}

const nothing = {
  held: false,
  objections: [],
  inserted: 0,
  updated: 0,
  deleted: 0,
  filesWritten: 0,
  filesReplaced: 0,
  bytesWritten: 0,
  more: false,
};

function outcome({ add, remove, inserted, updated, deleted }: Merged) {
  return {
    inserted,
    updated,
    deleted,
    filesWritten: add.length,
    filesReplaced: remove.length,
    bytesWritten: add.reduce((sum, file) => sum + file.bytes, 0),
  };
}

interface Task {
  readonly contract: Contract;
  readonly dirs: LakeDirs;
  readonly moment: Moment;
  readonly limits: FileLimits;
  readonly gate: Gate | null;
}

interface MergedSlice {
  /** Null when the table moved to another checkpoint, or was held, in the meantime. */
  readonly merged: Merged | null;
  /** What the commit would have broken, so that it was not made. */
  readonly broken: readonly Broken[];
}

async function mergeSlice(connection: DuckDBConnection, task: Task, slice: Slice): Promise<MergedSlice> {
  const { contract, dirs, moment, limits, gate } = task;
  let broken: readonly Broken[] = [];
  const incoming = await loadIncoming(connection, contract, dirs, slice);
  await connection.run(buriedSql);
  await bury(connection, { ...task, dataset: contract.name });
  const merged = await commitMerge(curatedDir(dirs, contract.name), moment, async (table) => {
    if (holdOf(table.metadata) || checkpointOf(table.metadata) !== slice.afterSeq) return null;
    const merged = await mergeChanges(connection, { ...incoming, table, limits });
    broken = gate ? await newlyBroken(gate, contract, table, merged) : [];
    if (broken.length > 0) {
      discardDataFiles(table, merged.add);
      return null;
    }
    failpoint('before curated.commit');
    return { merged, summary: { ...checkpointSummary(slice.throughSeq), ...rowSummary(merged) } };
  });
  failpoint('after curated.commit');
  return { merged, broken };
}

const rowSummary = ({ inserted, updated, deleted }: Merged) => ({
  'aljibe.inserted': String(inserted),
  'aljibe.updated': String(updated),
  'aljibe.deleted': String(deleted),
});

const buriedSql = `CREATE OR REPLACE TEMP TABLE buried AS
SELECT "key", "version", false AS gone, changed_at FROM incoming WHERE gone`;
