import { fixedClock } from '../../../../base/clock.ts';
import { curate } from '../../../../lake/curation/curate.ts';
import { spillDir } from '../../../../lake/dirs.ts';
import { openEngine } from '../../../../lake/duckdb.ts';
import { planMaintenance } from '../../../../lake/maintenance/gather.ts';
import { runMaintenance } from '../../../../lake/maintenance/run.ts';
import { openRawSink } from '../../../../lake/raw/sink.ts';
import { notes } from '../../fixtures.ts';
import { history } from './history.ts';

/** Writes the history into the lake of a folder, a little at a time, and says before each step which it is. */
const dir = process.argv[2] as string;
const dirs = {
  raw: `${dir}/raw`,
  curated: `${dir}/curated`,
  tombstones: `${dir}/tombstones`,
  keys: `${dir}/keys`,
};
// Later than any file of this test, so that orphans are old enough to be removed at once.
const clock = fixedClock('2100-01-01T00:00:00Z');
const limits = { bytes: 2 ** 20, rows: 4, smallBytes: 2 ** 20, smallRows: 2 };
const engine = await openEngine({ spill: spillDir(dirs), threads: 1 });
const sink = await openRawSink({ dir: dirs.raw, bus: history().bus, engine, clock });
const say = (step: string) => process.stdout.write(`${step}\n`);

for (let more = true; more; ) {
  more = (await sink.pull(10)) > 0;
  say('flush');
  await sink.flush();
  say('curate');
  await curate(notes, { dirs, engine, clock, limits });
  const options = { dirs, clock, limits, mostSnapshots: 2, keepOrphans: 0n, keepReplaced: 0n };
  for (const task of await planMaintenance({ ...options, keepTombstones: 200n * 365n * 86_400_000_000n })) {
    say(task.kind);
    await runMaintenance(task, { dirs, engine, clock, limits });
  }
}
say('end');
