import { existsSync, readdirSync } from 'node:fs';
import { type Clock, instantText, type Micros } from '../../base/clock.ts';
import { holdOf } from '../curation/hold.ts';
import { type FileLimits, fileLimits } from '../curation/layout.ts';
import { layoutsOf } from '../curation/merge.ts';
import { curatedDir, type LakeDirs, tombstonesDir } from '../dirs.ts';
import { unlessDamaged } from '../iceberg/damage.ts';
import { dataFiles } from '../iceberg/files.ts';
import { orphans } from '../iceberg/orphans.ts';
import { currentSchema, fieldNamed } from '../iceberg/schema.ts';
import type { DataFile, Table } from '../iceberg/types.ts';
import { openTable } from '../iceberg/versions.ts';
import { openRawFiles } from '../raw/files.ts';
import { rawOrphans } from '../raw/orphans.ts';
import { type MaintenanceTask, planCompaction, planRawMerges, type Zone } from './plan.ts';

const hourMicros = 3_600_000_000n;
const dayMicros = 24n * hourMicros;

export interface MaintenanceOptions {
  readonly dirs: LakeDirs;
  readonly clock: Clock;
  /** How long a snapshot can be travelled to. Default 7 days. */
  readonly keepSnapshots?: Micros;
  /** A table has no more than about this many snapshots, however young. Default 1,000. */
  readonly mostSnapshots?: number;
  /** How long a delete bars older versions that arrive late. Default 30 days. */
  readonly keepTombstones?: Micros;
  /** Files that nothing refers to stay this long, since a commit may be under way. Default 1 day. */
  readonly keepOrphans?: Micros;
  /** Merged raw files stay this long, since a reader may be at work. Default 1 hour. */
  readonly keepReplaced?: Micros;
  /** How large files get. */
  readonly limits?: FileLimits;
}

/** Looks at a lake and says what is to be done, in the order in which it should be. Nothing is changed. */
export async function planMaintenance(options: MaintenanceOptions): Promise<MaintenanceTask[]> {
  const { dirs } = options;
  const tasks: MaintenanceTask[] = rawTasks(options);
  for (const dataset of namesIn(dirs.curated)) {
    const found = tableTasks('curated', dataset, curatedDir(dirs, dataset), options);
    tasks.push(...((await unlessDamaged(found)) ?? []));
  }
  for (const dataset of namesIn(dirs.tombstones)) {
    const found = tableTasks('tombstones', dataset, tombstonesDir(dirs, dataset), options);
    tasks.push(...((await unlessDamaged(found)) ?? []));
  }
  return tasks;
}

function namesIn(dir: string): string[] {
  if (!existsSync(dir)) return [];
  const entries = readdirSync(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function rawTasks({ dirs, clock, keepReplaced = hourMicros }: MaintenanceOptions): MaintenanceTask[] {
  const files = openRawFiles(dirs.raw, { readOnly: true });
  const hour = instantText(clock.now()).slice(0, 13);
  const unused = [
    ...rawOrphans(dirs.raw, files),
    ...files.replaced(instantText(clock.now() - keepReplaced)),
  ].sort();
  const tasks = planRawMerges(files.list(), hour);
  files.close();
  return unused.length === 0
    ? tasks
    : [...tasks, { kind: 'remove', zone: 'raw', dataset: null, paths: unused }];
}

async function tableTasks(
  zone: Zone,
  dataset: string,
  dir: string,
  options: MaintenanceOptions,
): Promise<MaintenanceTask[]> {
  const { clock, keepOrphans = dayMicros, keepTombstones = 30n * dayMicros, limits = fileLimits } = options;
  const table = await openTable(dir);
  if (!table) return [];
  const tasks: MaintenanceTask[] = [];
  const files = await dataFiles(table);
  const trimBefore = instantText(clock.now() - keepTombstones);
  if (zone === 'tombstones' && files.some((file) => mayHoldDeletesBefore(table, file, trimBefore))) {
    tasks.push({ kind: 'trim-tombstones', dataset, before: trimBefore });
  }
  if (!holdOf(table.metadata)) {
    for (const group of planCompaction(layoutsOf(table, files), limits)) {
      const sizes = group.map(({ file }) => files[file] as DataFile);
      const fileSizes = sizes.map(({ path, rows, bytes }) => ({ path, rows, bytes }));
      tasks.push({ kind: 'compact', zone, dataset, files: fileSizes });
    }
  }
  tasks.push(...expiry(zone, dataset, table, options));
  const paths = await orphans(table, clock.now() - keepOrphans);
  if (paths.length > 0) tasks.push({ kind: 'remove', zone, dataset, paths });
  return tasks;
}

export function mayHoldDeletesBefore(table: Table, file: DataFile, before: string): boolean {
  const { id } = fieldNamed(currentSchema(table.metadata), 'deleted_at');
  return String(file.lowerBounds.get(id) ?? '') < before;
}

function expiry(
  zone: Zone,
  dataset: string,
  { metadata }: Table,
  { clock, keepSnapshots = 7n * dayMicros, mostSnapshots = 1000 }: MaintenanceOptions,
): MaintenanceTask[] {
  const times = metadata.snapshots.map((snapshot) => BigInt(snapshot['timestamp-ms']) * 1000n);
  const byCount = times.length > mostSnapshots ? (times.at(-mostSnapshots) as Micros) : 0n;
  const byAge = clock.now() - keepSnapshots;
  const before = byAge > byCount ? byAge : byCount;
  const current = metadata['current-snapshot-id'];
  const old = metadata.snapshots.filter(
    (snapshot, index) => (times[index] as Micros) < before && snapshot['snapshot-id'] !== current,
  );
  return old.length === 0
    ? []
    : [{ kind: 'expire', zone, dataset, snapshots: old.length, before: instantText(before) }];
}
