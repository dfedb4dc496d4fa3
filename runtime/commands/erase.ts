import { randomUUID } from 'node:crypto';
import { instantText } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import type { ErasedRows } from '../../ingestion/ledger/erase.ts';
import type { Tools, WriterCommand } from '../command.ts';
import type { Certificate } from '../erasure/certificate.ts';
import { endErasure, look, placesOf } from '../erasure/end.ts';
import { certificatePath, writeJournal } from '../erasure/journal.ts';
import { nameOf, parsePerson } from '../erasure/person.ts';
import { planErasure, refuseHeld } from '../erasure/plan.ts';
import type { Platform } from '../platform.ts';
import { inTurn } from '../turns.ts';

export interface EraseArgs {
  /** `students:KEY` */
  readonly person: string;
  /** Leaves the same person alone under their other keys. */
  readonly only: boolean;
  /** Says what there is, and changes nothing. */
  readonly dryRun: boolean;
  /** Looks through every file before and after. */
  readonly verify: boolean;
}

export interface Erased {
  /** Every key of the person, the one that was asked for first. */
  readonly persons: readonly string[];
  readonly rows: ErasedRows;
  /** Versions of rows in the raw zone, by dataset. */
  readonly versions: Readonly<Record<string, number>>;
  /** Null where nothing was changed. */
  readonly certificate: (Certificate & { readonly path: string }) | null;
  /** Places that still held something of theirs after it. */
  readonly found: readonly string[];
}

/** Erases a person from everything that the platform holds. */
export const erase: WriterCommand<EraseArgs, Erased> = (platform, args, tools) =>
  inTurn(platform.stores, () => erasePerson(platform, args, tools));

async function erasePerson(
  platform: Platform,
  { person, only, dryRun, verify }: EraseArgs,
  { progress, signal }: Tools,
): Promise<Erased> {
  const { state, clock } = platform.stores;
  progress({ step: 'looking for what tells of them' });
  const { identities, values, rows, traces } = await planErasure(platform, parsePerson(person), {
    only,
    signal,
  });
  await refuseHeld(platform.stores, traces);
  const planned = {
    persons: identities.map(nameOf),
    rows,
    versions: Object.fromEntries([...traces].map(([dataset, of]) => [dataset, of.length])),
  };
  if (dryRun) return { ...planned, certificate: null, found: [] };
  const foundBefore = verify ? await lookBefore(platform, values, progress) : null;
  // From here on it goes to its end, with whoever runs the next command if need be.
  signal.throwIfAborted();
  const journal = writeJournal(state, {
    id: randomUUID(),
    requestedAt: instantText(clock.now()),
    identities,
    values,
    cutoffs: {},
    rows,
    foundBefore,
    done: {},
  });
  const { certificate, found } = await endErasure(platform, journal, progress);
  return { ...planned, certificate: { ...certificate, path: certificatePath(state, journal.id) }, found };
}

/**
 * How many places hold something that is the person's alone.
 * @throws UserError where nothing is found: to find nothing later would prove nothing then
 */
async function lookBefore(platform: Platform, values: readonly string[], progress: Tools['progress']) {
  const hits = await look(platform, values, 'looking before', progress);
  const seen = new Set(hits.map(({ needle }) => needle));
  const unseen = values.filter((value) => !seen.has(value));
  if (values.length > 0 && unseen.length === 0) return placesOf(hits).length;
  throw new UserError(
    values.length === 0
      ? "no value is this person's alone, so looking for what is left of them would prove nothing"
      : `${unseen.length} of ${values.length} values of theirs are nowhere to be found before the erasure, so looking for them later would prove nothing`,
    { hint: 'Nothing was changed. Without --verify the person is erased all the same.' },
  );
}
