import type { Clock } from '../../base/clock.ts';
import type { WriterArgs, WriterName } from '../commands.ts';
import type { StateDir } from '../state.ts';
import { auditedAct } from './act.ts';

/** What an act was done to, in words that name no person. */
type ObjectOf<N extends WriterName> = (args: WriterArgs<N>) => string | null;

/**
 * Which commands decide over data, and so are kept in the audit, and what each was done to. Those that only bring
 * data in or look are none: the former are told by the rows themselves.
 */
export const acts: { readonly [N in WriterName]: ObjectOf<N> | null } = {
  'load oneroster': null,
  'load table': null,
  'load documents': null,
  'quarantine replay': ({ ids, dataset }) => ids?.join(', ') ?? dataset ?? 'all',
  'dataset rollback': ({ dataset, to }) => `${dataset} to ${to}`,
  'dataset resume': ({ dataset }) => dataset,
  erase: ({ dryRun }) => (dryRun ? 'a person, to look' : 'a person'),
  person: ({ rows }) => (rows ? 'a person, with their rows' : 'a person, to look'),
  'retention run': ({ dryRun }) => (dryRun ? 'to look' : null),
  backup: ({ to }) => to,
  rebuild: ({ datasets }) => (datasets.length === 0 ? 'all' : datasets.join(', ')),
  maintain: null,
  parity: null,
  status: null,
};

/** Keeps a command in the audit where it is an act, from before it begins until it has ended. */
export async function audited<N extends WriterName, R>(
  state: StateDir,
  {
    name,
    args,
    clock,
    signal,
  }: {
    readonly name: N;
    readonly args: WriterArgs<N>;
    readonly clock: Clock;
    readonly signal: AbortSignal;
  },
  work: () => Promise<R>,
): Promise<R> {
  const objectOf: ObjectOf<N> | null = acts[name];
  return objectOf ? auditedAct(state, { act: name, object: objectOf(args), clock, signal }, work) : work();
}
