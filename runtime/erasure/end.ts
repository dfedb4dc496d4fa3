import { UserError } from '../../base/errors.ts';
import type { Progress } from '../handover.ts';
import { inTurn } from '../turns.ts';
import { type Certificate, certify } from './certificate.ts';
import { type Journal, readJournals, removeJournal } from './journal.ts';
import { type Place, runErasure } from './run.ts';
import { type Hit, needlesOf } from './verify/needles.ts';
import { scanState } from './verify/scan.ts';

type Report = (step: Progress) => void;

export interface Ended {
  readonly certificate: Certificate;
  /** Places that still hold something of theirs. */
  readonly found: readonly string[];
}

/** Brings an erasure to its end: what is left to do, the look whether it is done, and the certificate. */
export async function endErasure(platform: Place, begun: Journal, progress: Report): Promise<Ended> {
  const { stores } = platform;
  const journal = await runErasure(platform, begun, progress);
  const { foundBefore, values } = journal;
  const found =
    foundBefore === null ? [] : placesOf(await look(platform, values, 'looking for what is left', progress));
  const certificate = await certify(
    stores,
    journal,
    foundBefore === null ? null : { values: values.length, before: foundBefore, after: found.length },
  );
  removeJournal(stores.state, journal.id);
  return { certificate, found };
}

export const look = (
  { stores: { state, engine } }: Place,
  values: readonly string[],
  step: string,
  progress: Report,
): Promise<Hit[]> =>
  scanState(state, engine, needlesOf(values), (done, total) => progress({ step, done, total }));

export const placesOf = (hits: readonly Hit[]): string[] =>
  [...new Set(hits.map(({ place }) => place))].sort();

/** What somebody is told when something of a person is found after their erasure. */
export const stillThere = (found: readonly string[]): UserError =>
  new UserError(`something of a person who was erased is still in ${found.join(', ')}`, {
    hint: 'Look there: rows of others may hold a value of theirs.',
  });

/** Brings erasures to their end that a process which is gone had begun. */
export async function endUnfinished(platform: Place, progress: Report): Promise<void> {
  for (const journal of readJournals(platform.stores.state)) {
    progress({ step: 'ending an erasure that was begun' });
    const { found } = await inTurn(platform.stores, () => endErasure(platform, journal, progress));
    if (found.length > 0) throw stillThere(found);
  }
}
