import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { systemClock } from '../../../base/clock.ts';
import { attendance } from '../../../datasets/attendance.ts';
import { planMerge } from '../../../lake/curation/plan.ts';
import { sparkMerge } from '../../../lake/curation/render/spark.ts';
import { tombstoneTable } from '../../../lake/curation/tables.ts';
import { pseudonymsOf, saltOf } from '../../../lake/governance/pseudonyms.ts';
import { filePath } from '../../../lake/iceberg/locations.ts';
import { metadataPath } from '../../../lake/iceberg/metadata.ts';
import { pythonEngines } from '../../engines/pyiceberg/setup.ts';
import { sparkEngine } from '../../engines/spark/setup.ts';
import { type Content, hour, type Lake, pidKey, startOf } from './lake.ts';

/** Seconds of each round of the same merge, and what the table held after the last. */
export interface PeerMerge extends Content {
  readonly seconds: readonly number[];
}

/** PyIceberg reads and overwrites the table, Arrow joins. It commits beside the table's own versions. */
export function mergeWithPyIceberg({ dirs, table, raw }: Lake, rounds: number): Promise<PeerMerge> {
  return python(pythonEngines().python, 'with_pyiceberg.py', {
    metadata: filePath(table, metadataPath(table.version)),
    changes: join(dirs.raw, raw.path),
    key: attendance.key,
    rounds,
    pidKey,
    pseudonyms: pseudonymsOf(attendance).map(({ name, person, of }) => ({ name, of, salt: saltOf(person) })),
  });
}

/** Spark runs the plan of curation on the table itself, whose newest version is then Spark's. */
export async function mergeWithSpark({ dirs, table, raw }: Lake, rounds: number): Promise<PeerMerge> {
  const { python: command, jar, javaHome } = sparkEngine();
  await tombstoneTable(dirs, attendance.name, { now: systemClock.now() });
  const tables = {
    raw: 'changes',
    curated: 'lake.curated.attendance',
    tombstones: 'lake.tombstones.attendance',
  };
  const slice = { afterSeq: raw.firstSeq - 1, throughSeq: raw.lastSeq, files: [raw] };
  const { tombstones, merge } = sparkMerge(planMerge(attendance, slice, { tables }), pidKey);
  const request = {
    jar,
    warehouse: join(dirs.curated, '..'),
    table: tables.curated,
    tombstones: tables.tombstones,
    snapshot: String(startOf(table)),
    changes: join(dirs.raw, raw.path),
    dataset: attendance.name,
    hour,
    statements: [tombstones, merge],
    rounds,
  };
  return python(command, 'with_spark.py', request, { JAVA_HOME: javaHome });
}

function python(command: string, script: string, request: unknown, environment = {}): Promise<PeerMerge> {
  const { promise, resolve, reject } = Promise.withResolvers<PeerMerge>();
  const env = { ...process.env, ...environment };
  const child = execFile(command, [join(import.meta.dirname, script)], { env }, (error, stdout) =>
    error ? reject(error) : resolve(JSON.parse(stdout) as PeerMerge),
  );
  child.stdin?.end(JSON.stringify(request));
  return promise;
}
