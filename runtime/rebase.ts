import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { LakeDirs } from '../lake/dirs.ts';
import { unlessDamaged } from '../lake/iceberg/damage.ts';
import { locationOf } from '../lake/iceberg/locations.ts';
import { rebase } from '../lake/iceberg/rebase.ts';
import { openTable } from '../lake/iceberg/versions.ts';
import type { Progress } from './handover.ts';

/**
 * Metadata of Iceberg names files by whole URIs. After a state directory was moved or copied, the tables are told
 * where they are now, before the first write, so that other engines find their files too.
 */
export async function rebaseTables(
  dirs: LakeDirs,
  clock: Clock,
  progress: (step: Progress) => void,
): Promise<void> {
  for (const zone of [dirs.curated, dirs.tombstones]) {
    for (const name of await readdir(zone)) {
      const dir = join(zone, name);
      const table = await unlessDamaged(openTable(dir));
      if (!table || table.metadata.location === locationOf(dir)) continue;
      progress({ step: `telling ${name} where it is now` });
      await rebase(table, locationOf(dir), { now: clock.now(), newUuid: randomUUID });
    }
  }
}
