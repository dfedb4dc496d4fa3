import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Lsn } from '../../ingestion/postgres/lsn.ts';
import { memoryIn } from './memory.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./feed.ts', import.meta.url));

export interface Fed {
  readonly seconds: number;
  readonly accepted: number;
  /** Resident memory in MB, at most: in all, and in the first half of the time. */
  readonly peak: number;
  readonly peakOfFirstHalf: number;
}

/** Lets a feeder in a process of its own feed until the ledger holds everything before `end`. */
export async function feed(database: string, ledger: string, end: Lsn): Promise<Fed> {
  const line = [script, '--database', database, '--ledger', ledger, '--end', String(end)];
  const { stdout } = await run(process.execPath, line);
  return JSON.parse(stdout) as Fed;
}

/** Memory in MB of a Node that does nothing. */
export async function plainNode(): Promise<number> {
  const { stdout } = await run(process.execPath, ['-p', "fs.readFileSync('/proc/self/status', 'utf8')"]);
  return memoryIn(stdout).peak;
}
