import { type Clock, instantText } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { curatedTable } from '../../lake/curation/tables.ts';
import { curatedDir, type LakeDirs } from '../../lake/dirs.ts';
import { unlessDamaged } from '../../lake/iceberg/damage.ts';
import { type Moment, openTable } from '../../lake/iceberg/versions.ts';
import { machineActor } from '../audit/actor.ts';
import type { Progress } from '../handover.ts';
import type { StateDir } from '../state.ts';
import { type Definition, workingDefinition, workingFingerprint } from './definition.ts';
import { type Change, changeKinds, isHarmless } from './diff/change.ts';
import { changesBetween } from './diff/diff.ts';
import { type Applied, lastApplied, type ToldChange, unfinishedApply, writeApplied } from './record.ts';

/** What this program says otherwise than the lake was brought to; null when it is the same. */
export interface Pending {
  readonly last: Applied;
  readonly working: Definition;
  readonly changes: readonly Change[];
  /** The lake was taken back from just this. */
  readonly isUndone: boolean;
}

/** @throws UserError when an apply did not end */
export function pendingOf(state: StateDir): Pending | null {
  refuseUnfinished(state);
  const found = lastApplied(state);
  const fingerprint = workingFingerprint();
  if (!found || found.last.fingerprint === fingerprint) return null;
  const { last, before } = found;
  const working = workingDefinition();
  const changes = changesBetween(last.definition, working);
  const isUndone = last.undoes !== null && before?.fingerprint === fingerprint;
  return { last, working, changes, isUndone };
}

function refuseUnfinished(state: StateDir): void {
  const begun = unfinishedApply(state);
  if (!begun) return;
  const command = `aljibe apply${begun.undo ? ' --undo' : ''}`;
  throw new UserError(`${state.dir}: an apply did not end`, {
    hint: `End it with \`${command}\`, by the program that began it.`,
  });
}

/**
 * Lets this program write a lake: its definition is recorded where there is none yet, and also where it takes nothing
 * away and shows nobody anything else. All other changes somebody has to apply.
 * @throws UserError
 */
export async function admit(
  state: StateDir,
  clock: Clock,
  progress: (step: Progress) => void,
): Promise<void> {
  const pending = pendingOf(state);
  if (!pending) {
    if (lastApplied(state)) return;
    const definition = workingDefinition();
    const schemas = await schemasIn(state, definition);
    record(state, clock, { number: 1, changes: [], schemas, definition });
    return;
  }
  refuse(state, pending);
  const { last, working, changes } = pending;
  progress({ step: `applying what is new: ${countsText(changes)}` });
  const schemas = await schemasIn(state, working);
  // Not with the next merge: what is applied later is taken back to just this.
  await bringTables(state, working, { now: clock.now() });
  record(state, clock, {
    number: last.number + 1,
    changes: changes.map(toldChange),
    schemas,
    definition: working,
  });
}

/**
 * Lets this program show a lake to somebody in a role.
 * @throws UserError where what roles see, or what there is to see, was not applied
 */
export function requireApplied(state: StateDir): void {
  const pending = pendingOf(state);
  if (pending) refuse(state, pending);
}

function refuse({ dir }: StateDir, { last, changes, isUndone }: Pending): void {
  if (isUndone) {
    throw new UserError(`${dir}: what this program says was taken back on ${last.at.slice(0, 10)}`, {
      hint: 'Use the program of before, or bring the lake to this one again with `aljibe apply`.',
    });
  }
  const grave = changes.filter((change) => !isHarmless(change));
  if (grave.length === 0) return;
  throw new UserError(`${dir}: the lake is of another definition than this program: ${countsText(grave)}`, {
    hint: 'See what would change with `aljibe plan`, then bring the lake to it with `aljibe apply`.',
  });
}

/** A definition that is in force from now on. */
function record(
  state: StateDir,
  clock: Clock,
  facts: Pick<Applied, 'number' | 'changes' | 'schemas' | 'definition'>,
): void {
  writeApplied(state, {
    at: instantText(clock.now()),
    by: machineActor(),
    fingerprint: workingFingerprint(),
    undoes: null,
    ...facts,
  });
}

async function bringTables(state: StateDir, { contracts }: Definition, moment: Moment): Promise<void> {
  for (const contract of Object.values(contracts)) {
    const table = await unlessDamaged(openTable(curatedDir(state, contract.name)));
    if (table) await curatedTable(state, contract, moment);
  }
}

/** The schema that each curated table has now. */
export async function schemasIn(
  dirs: LakeDirs,
  { contracts }: Pick<Definition, 'contracts'>,
): Promise<Record<string, number>> {
  const schemas: Record<string, number> = {};
  for (const dataset of Object.keys(contracts)) {
    const table = await unlessDamaged(openTable(curatedDir(dirs, dataset)));
    if (table) schemas[dataset] = table.metadata['current-schema-id'];
  }
  return schemas;
}

export const toldChange = ({ place, what, kind }: ToldChange): ToldChange => ({ place, what, kind });

/** `2 breaking, 1 widening`, the gravest first. */
export function countsText(changes: readonly Pick<Change, 'kind'>[]): string {
  const counts = changeKinds.map(
    (kind) => [kind, changes.filter((change) => change.kind === kind).length] as const,
  );
  return counts
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`)
    .reverse()
    .join(', ');
}
