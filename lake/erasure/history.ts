import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Micros } from '../../base/clock.ts';
import { failpoint } from '../../base/failpoints.ts';
import { checkpointOf, checkpointSummary } from '../curation/checkpoint.ts';
import { commitWithRetry } from '../iceberg/commit.ts';
import { expireSnapshots } from '../iceberg/expire.ts';
import { orphans } from '../iceberg/orphans.ts';
import { CommitConflict, openTable } from '../iceberg/versions.ts';

/** Later than every snapshot and every file. */
const always: Micros = 253_402_300_799_000_000n;

export interface ForgottenHistory {
  readonly snapshots: number;
  readonly files: number;
}

/**
 * Leaves of a table what is there now: no snapshot of before, no bounds of files that were removed, and no file that
 * nothing refers to. The caller keeps others of this process from committing.
 */
export async function forgetHistory(dir: string, clock: Clock): Promise<ForgottenHistory> {
  const moment = { now: clock.now() };
  const present = await openTable(dir);
  if (!present || present.metadata.snapshots.length === 0) return { snapshots: 0, files: 0 };
  await commitWithRetry(
    dir,
    async ({ metadata }) => {
      const checkpoint = checkpointOf(metadata);
      return {
        operation: 'replace',
        add: [],
        remove: [],
        rewriteManifests: true,
        summary: checkpoint > 0 ? checkpointSummary(checkpoint) : {},
      };
    },
    moment,
  );
  failpoint('before erase.history');
  const { expired, deleted, table } = await expireAll();
  const unused = await orphans(table, always);
  for (const path of unused) rmSync(join(dir, path), { force: true });
  failpoint('after erase.history');
  return { snapshots: expired.length, files: deleted.length + unused.length };

  async function expireAll() {
    for (;;) {
      const table = await openTable(dir);
      if (!table) throw new Error(`${dir}: the table is gone`);
      try {
        return await expireSnapshots(table, { olderThan: always, keepLast: 1 }, moment);
      } catch (error) {
        if (!(error instanceof CommitConflict)) throw error;
      }
    }
  }
}
