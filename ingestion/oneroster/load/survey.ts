import { catalog } from '../../../datasets/catalog.ts';
import type { Covered } from '../../ledger/sweep.ts';
import type { Bundle } from '../bundle/bundle.ts';
import type { FileName } from '../bundle/names.ts';
import { isGone, type Knowledge } from '../prepare/knowledge.ts';
import { coverageOf } from './coverage.ts';
import { datasetsOfFile } from './feeds.ts';
import { Tally } from './tally.ts';
import { walk } from './walk.ts';

/** Everything that one reading of a bundle tells. */
export interface Survey {
  readonly tallies: ReadonlyMap<string, Tally>;
  /** Rows of what no dataset has a place for. */
  readonly unmapped: ReadonlyMap<string, number>;
  /** Users of a delta, and whether it says that they are gone. */
  readonly deltaUsers: ReadonlyMap<string, 'changed' | 'gone'>;
  covered(dataset: string): Covered;
}

/** Reads and maps every line of a bundle once, and counts. */
export async function survey(
  bundle: Bundle,
  knowledge: Knowledge,
  feeds: ReadonlyMap<string, readonly FileName[]>,
): Promise<Survey> {
  const tallies = new Map<string, Tally>();
  const tallyOf = (dataset: string) => {
    const tally = tallies.get(dataset) ?? new Tally(dataset);
    tallies.set(dataset, tally);
    return tally;
  };
  for (const dataset of feeds.keys()) tallyOf(dataset);
  for (const file of bundle.files.values()) {
    const [dataset] = datasetsOfFile[file.name];
    for (const { column, repair } of dataset ? file.repairs : []) {
      tallyOf(dataset as string).repair(column, repair, `${file.path}:1`);
    }
  }
  const unmapped = new Map<string, number>();
  const deltaUsers = new Map<string, 'changed' | 'gone'>();
  const namedClasses = new Set<string>();
  const brokenKeys = new Set<string>();
  for await (const { line, offers, unmapped: whats, isBroken } of walk(bundle, knowledge, () => '')) {
    for (const offered of offers) {
      tallyOf(offered.dataset).take(offered);
      if (offered.change?.row && catalog[offered.dataset]?.columns.class_id) {
        namedClasses.add(String(offered.change.row.class_id));
      }
    }
    for (const what of whats) unmapped.set(what, (unmapped.get(what) ?? 0) + 1);
    const { sourcedId, userSourcedId, relationshipUserSourcedId } = line.row;
    if (isBroken) {
      for (const key of [sourcedId, userSourcedId, relationshipUserSourcedId]) if (key) brokenKeys.add(key);
    } else if (line.file === 'users' && knowledge.isDelta('users') && sourcedId) {
      deltaUsers.set(sourcedId, isGone(line) ? 'gone' : 'changed');
    }
  }
  return { tallies, unmapped, deltaUsers, covered: coverageOf(knowledge, namedClasses, brokenKeys) };
}
