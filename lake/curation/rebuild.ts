import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import type { Contract } from '../../datasets/contract.ts';
import { namingDamage } from '../damage.ts';
import { curatedDir, type LakeDirs, tombstonesDir } from '../dirs.ts';
import { ask, type Engine } from '../duckdb.ts';
import { governanceKey } from '../governance/keys.ts';
import { dataFiles } from '../iceberg/files.ts';
import { scanSql } from '../iceberg/scan.ts';
import { formerNames } from '../iceberg/schema.ts';
import type { DataFile, Table } from '../iceberg/types.ts';
import { openTable } from '../iceberg/versions.ts';
import { openRawFiles, type RawFile } from '../raw/files.ts';
import { alone } from './alone.ts';
import { checkpointOf, checkpointSummary } from './checkpoint.ts';
import { commitMerge } from './commit.ts';
import { type Gate, newlyBroken } from './gate.ts';
import { holdOf } from './hold.ts';
import { hiddenKeys } from './incoming.ts';
import { type FileLimits, fileLimits } from './layout.ts';
import type { Merged } from './merge.ts';
import { brokenText, endObjection, objectionOf } from './objection.ts';
import { planMerge } from './plan.ts';
import { curatedRowsSql } from './render/duckdb.ts';
import { changesBetweenSql, newestSql, rangesSql } from './render/rebuild.ts';
import { mendedTable } from './tables.ts';
import { mendedTombstones } from './tombstones.ts';
import { discardDataFiles, writeDataFiles } from './write.ts';

export interface RebuildOptions {
  readonly dirs: LakeDirs;
  readonly engine: Engine;
  readonly clock: Clock;
  /** How large the files of the table get. */
  readonly limits?: FileLimits;
  /** May refuse what it becomes. */
  readonly gate?: Gate;
}

export interface Rebuilt {
  readonly dataset: string;
  /** Rows of the curated table. */
  readonly rows: number;
  readonly filesWritten: number;
  readonly filesReplaced: number;
}

/**
 * Makes a curated table anew out of everything that the raw zone holds of it, as if it had been merged change by
 * change. The new files are written beside the live ones, whose rows are not read, and take their place in one
 * commit; snapshots from before stay, unless the metadata that knows them is damaged.
 * @throws UserError when the dataset is held after a rollback, when the raw zone ends before the table, or when it
 * would break a rule that holds commits
 */
export function rebuildTable(contract: Contract, options: RebuildOptions): Promise<Rebuilt> {
  return alone(curatedDir(options.dirs, contract.name), () =>
    namingDamage(contract.name, options, () => rebuild(contract, options)),
  );
}

async function rebuild(contract: Contract, options: RebuildOptions): Promise<Rebuilt> {
  const { dirs, engine, clock, limits = fileLimits, gate = null } = options;
  const moment = { now: clock.now() };
  await mendedTable(dirs, contract, moment);
  const catalog = openRawFiles(dirs.raw, { readOnly: true });
  const raw = { files: catalog.list({ dataset: contract.name }), throughSeq: catalog.checkpoint() };
  catalog.close();
  const connection = await engine.connect();
  try {
    const task = { connection, contract, dirs, raw, limits };
    await mendedTombstones(connection, { dataset: contract.name, dirs, moment, limits }, raw.files);
    const merged = await commitMerge(curatedDir(dirs, contract.name), moment, async (table) => {
      refuse(contract, table, raw.throughSeq);
      const rewritten = await rewrite(table, task);
      const isGuarded = gate !== null && !objectionOf(table.metadata)?.isAccepted;
      if (isGuarded) await refuseBroken(gate, contract, table, rewritten);
      return {
        merged: rewritten,
        summary: checkpointSummary(raw.throughSeq),
        operation: 'overwrite',
      };
    });
    const dir = curatedDir(dirs, contract.name);
    const rebuilt = await openTable(dir);
    if (rebuilt && objectionOf(rebuilt.metadata)) await endObjection(dir, moment);
    const { add = [], remove = [] } = merged ?? {};
    const rows = add.reduce((sum, file) => sum + file.rows, 0);
    return { dataset: contract.name, rows, filesWritten: add.length, filesReplaced: remove.length };
  } finally {
    connection.closeSync();
  }
}

function refuse({ name }: Contract, { metadata }: Table, throughSeq: number): void {
  if (holdOf(metadata)) {
    throw new UserError(`${name} is held after a rollback, so it is not rebuilt`, {
      hint: `Let it go on first: aljibe dataset resume ${name}.`,
    });
  }
  if (checkpointOf(metadata) > throughSeq) {
    throw new UserError(
      `${name}: the table holds changes up to place ${checkpointOf(metadata)} of the bus, the raw zone only up to ${throughSeq}`,
      { hint: 'Changes would be lost. Restore the raw zone from a backup.' },
    );
  }
}

async function refuseBroken(gate: Gate, contract: Contract, table: Table, rewritten: Merged): Promise<void> {
  const broken = await newlyBroken(gate, contract, table, rewritten);
  if (broken.length === 0) return;
  discardDataFiles(table, rewritten.add);
  throw new UserError(`${contract.name}: rebuilt, it would break ${brokenText(broken)}`, {
    hint: 'Mend the rows at their source, or change the rule in its contract.',
  });
}

interface Task {
  readonly connection: DuckDBConnection;
  readonly contract: Contract;
  readonly dirs: LakeDirs;
  readonly raw: { readonly files: readonly RawFile[]; readonly throughSeq: number };
  readonly limits: FileLimits;
}

/** Writes the table's rows a range of keys at a time, so that it fits into memory however large the raw zone is. */
async function rewrite(table: Table, task: Task): Promise<Merged> {
  const { connection, contract, dirs, raw, limits } = task;
  const remove = (await dataFiles(table)).map(({ path }) => path);
  const add: DataFile[] = [];
  if (raw.files.length > 0) {
    const paths = raw.files.map(({ path }) => join(dirs.raw, path));
    const tombstones = await openTable(tombstonesDir(dirs, contract.name));
    const scan = tombstones && (await scanSql(tombstones));
    const hidden = scan && (await hiddenKeys(connection, contract, dirs, scan));
    await connection.run(newestSql(paths, raw.throughSeq, scan, hidden || null));
    const plan = planMerge(contract, { ...raw, afterSeq: 0 }, { formerly: formerNames(table.metadata) });
    const pidKey = governanceKey(dirs.keys, 'pseudonym');
    try {
      for (const range of await ask<{ first: string; last: string }>(connection, rangesSql(limits.rows))) {
        await connection.run(changesBetweenSql(paths, range));
        const rows = curatedRowsSql(plan, 'incoming', pidKey);
        add.push(...(await writeDataFiles(connection, table, rows, { key: contract.key, outputs: 1 })));
      }
    } catch (error) {
      discardDataFiles(table, add);
      throw error;
    }
  }
  return { add, remove, inserted: 0, updated: 0, deleted: 0 };
}
