import { type Clock, instantText } from '../../base/clock.ts';
import { UserError } from '../../base/errors.ts';
import { failpoint } from '../../base/failpoints.ts';
import { openLedger } from '../../ingestion/ledger/ledger.ts';
import type { Renames } from '../../ingestion/ledger/rename.ts';
import { alone } from '../../lake/curation/alone.ts';
import { retrying } from '../../lake/curation/retrying.ts';
import { decidedChanges } from '../../lake/curation/schema.ts';
import { curatedDir } from '../../lake/dirs.ts';
import { evolveSchema, restoreSchema } from '../../lake/iceberg/evolve.ts';
import { currentSchema } from '../../lake/iceberg/schema.ts';
import { openTable } from '../../lake/iceberg/versions.ts';
import { auditedAct } from '../audit/act.ts';
import { machineActor } from '../audit/actor.ts';
import type { Progress } from '../handover.ts';
import { takeLock } from '../lock.ts';
import { refreshMarts } from '../marts.ts';
import { openPlatform } from '../platform.ts';
import { layoutOf, prepareState, requireState, type StateDir } from '../state.ts';
import { schemasIn, toldChange } from './admit.ts';
import { type Definition, workingDefinition, workingFingerprint } from './definition.ts';
import { renamesBetween } from './diff/diff.ts';
import { type DefinitionPlan, planDefinition, type Step } from './plan.ts';
import { type Applied, beginApply, endApply, lastApplied, unfinishedApply, writeApplied } from './record.ts';

export interface ApplyOptions {
  readonly dir: string;
  readonly allowBreaking: boolean;
  /** Back to what was applied before. */
  readonly undo: boolean;
  readonly clock: Clock;
  readonly progress: (step: Progress) => void;
  readonly signal: AbortSignal;
}

export interface AppliedResult {
  /** Of what is in force now. */
  readonly number: number;
  readonly undoes: number | null;
  readonly plan: DefinitionPlan;
}

/** Where the lake goes, and from where. */
interface Target {
  readonly from: Definition;
  /** New names of columns by the ones that they have now, by dataset. */
  readonly renames: Readonly<Record<string, Renames>>;
  readonly definition: Definition;
  readonly fingerprint: string;
  /** The record that is taken back. */
  readonly undoes: Applied | null;
}

/**
 * Brings a lake to the definition of this program, or back to the one before. Killed in between, it is ended by doing
 * it again; until then nobody writes.
 * @throws UserError for what cannot be applied, for breaking changes that nobody allowed, and while others write
 */
export async function apply(options: ApplyOptions): Promise<AppliedResult> {
  const { dir, clock, signal, undo, progress } = options;
  requireState(dir);
  const object = undo ? 'what was applied before' : `the definition ${workingFingerprint().slice(0, 12)}`;
  const act = { act: 'apply', object, clock, signal } as const;
  return auditedAct(layoutOf(dir), act, async () => {
    const result = await locked(dir, (state) => applyLocked(state, options));
    // The program that an undo goes back to brings index and views along when it is started.
    if (!undo) await bringAlong(dir, clock, progress, signal);
    return result;
  });
}

async function locked<T>(dir: string, work: (state: StateDir) => Promise<T>): Promise<T> {
  const lock = takeLock(layoutOf(dir).lock);
  if (!lock) {
    throw new UserError(`${dir}: another aljibe is writing there`, {
      hint: 'Stop it first: it runs by the definition that is to be replaced.',
    });
  }
  try {
    return await work(prepareState(dir));
  } finally {
    lock.release();
  }
}

async function applyLocked(state: StateDir, options: ApplyOptions): Promise<AppliedResult> {
  const { clock, undo, signal, progress } = options;
  const found = lastApplied(state);
  const begun = unfinishedApply(state);
  if (begun && begun.undo === undo && found?.last.fingerprint === begun.fingerprint) {
    // It died when all was done.
    endApply(state);
    return { number: found.last.number, undoes: found.last.undoes, plan: { changes: [], steps: [] } };
  }
  const target = undo ? earlier(state, found) : working(found?.last ?? null);
  if (begun && (begun.fingerprint !== target.fingerprint || begun.undo !== undo)) {
    throw new UserError(`${state.dir}: another apply did not end`, {
      hint: `End it first with \`aljibe apply${begun.undo ? ' --undo' : ''}\`, by the program that began it.`,
    });
  }
  const plan = await planOf(target, state, signal);
  if (!undo) refuse(plan, options.allowBreaking || begun !== null);
  signal.throwIfAborted();
  const { last } = found ?? {};
  if (last?.fingerprint === target.fingerprint) {
    endApply(state);
    return { number: last.number, undoes: last.undoes, plan };
  }
  const schemas = begun?.schemas ?? (await schemasIn(state, target.from));
  beginApply(state, { fingerprint: target.fingerprint, undo, schemas });
  progress({ step: 'changing the ledger' });
  renameInLedger(state, target.renames, clock);
  progress({ step: 'changing tables' });
  if (target.undoes) await restoreTables(state, target, target.undoes.schemas, clock);
  else await evolveTables(state, plan.steps, clock);
  const number = (last?.number ?? 0) + 1;
  const undoes = target.undoes?.number ?? null;
  writeApplied(state, {
    number,
    at: instantText(clock.now()),
    by: machineActor(),
    fingerprint: target.fingerprint,
    undoes,
    changes: plan.changes.map(toldChange),
    schemas,
    definition: target.definition,
  });
  endApply(state);
  return { number, undoes, plan };
}

function working(last: Applied | null): Target {
  const definition = workingDefinition();
  const from = last?.definition ?? definition;
  const renames = renamesBetween(from, definition);
  return { from, definition, fingerprint: workingFingerprint(), undoes: null, renames };
}

function earlier({ dir }: StateDir, found: ReturnType<typeof lastApplied>): Target {
  const { last, before } = found ?? {};
  if (!last || !before) throw new UserError(`${dir}: nothing was applied that could be undone`);
  if (last.undoes !== null) {
    throw new UserError(`${dir}: the last apply was an undo`, {
      hint: 'Bring the lake to what a program says with `aljibe apply`.',
    });
  }
  const renames = Object.entries(renamesBetween(before.definition, last.definition)).map(
    ([dataset, names]) => [
      dataset,
      Object.fromEntries(Object.entries(names).map(([from, to]) => [to, from])),
    ],
  );
  return {
    from: last.definition,
    definition: before.definition,
    fingerprint: before.fingerprint,
    undoes: last,
    renames: Object.fromEntries(renames),
  };
}

/** Of an undo, the changes that it takes back: what was done can always be undone. */
async function planOf(target: Target, state: StateDir, signal: AbortSignal): Promise<DefinitionPlan> {
  if (!target.undoes) return planDefinition(target.from, target.definition, state, signal);
  const changes = target.undoes.changes.map((change) => ({ ...change, rows: null, affects: [] }));
  return { changes, steps: [] };
}

function refuse({ changes }: DefinitionPlan, allowBreaking: boolean): void {
  const blocked = changes.filter(({ problem }) => problem !== undefined);
  if (blocked.length > 0) {
    throw new UserError(
      blocked.map(({ place, what, problem }) => `${place}: ${what}: ${problem}`).join('\n'),
      {
        hint: 'Mend the definition; `aljibe plan` shows all of it.',
      },
    );
  }
  const breaking = changes.filter(({ kind }) => kind === 'breaking');
  if (breaking.length > 0 && !allowBreaking) {
    throw new UserError(breaking.map(({ place, what }) => `${place}: ${what}`).join('\n'), {
      hint: 'Something that worked will not. Apply it all the same with --allow-breaking.',
    });
  }
}

function renameInLedger(state: StateDir, renames: Target['renames'], clock: Clock): void {
  if (Object.keys(renames).length === 0) return;
  const ledger = openLedger(state.ledger, { clock });
  try {
    failpoint('before definition.rename');
    for (const [dataset, names] of Object.entries(renames)) ledger.rename(dataset, names);
    failpoint('after definition.rename');
  } finally {
    ledger.close();
  }
}

async function evolveTables(state: StateDir, steps: readonly Step[], clock: Clock): Promise<void> {
  for (const step of steps) {
    if (step.kind !== 'evolve') continue;
    const dir = curatedDir(state, step.dataset);
    failpoint('before definition.evolve');
    await alone(dir, () => retrying(dir, (table) => evolveSchema(table, step.changes, { now: clock.now() })));
    failpoint('after definition.evolve');
  }
}

/**
 * The columns of before, by their field ids. A table that was made since, or that something else has changed, is brought
 * to the contract of before besides.
 */
async function restoreTables(
  state: StateDir,
  { definition, renames }: Target,
  schemas: Applied['schemas'],
  clock: Clock,
): Promise<void> {
  const moment = { now: clock.now() };
  for (const [dataset, contract] of Object.entries(definition.contracts)) {
    const dir = curatedDir(state, dataset);
    if (!(await openTable(dir))) continue;
    const schemaId = schemas[dataset];
    failpoint('before definition.evolve');
    if (schemaId !== undefined) await retrying(dir, (table) => restoreSchema(table, schemaId, moment));
    await retrying(dir, (table) => {
      const { fields } = currentSchema(table.metadata);
      return evolveSchema(table, decidedChanges(contract, fields, renames[dataset] ?? {}), moment);
    });
    failpoint('after definition.evolve');
  }
}

/** Index and stored views follow as soon as a writer opens the lake. */
async function bringAlong(
  dir: string,
  clock: Clock,
  progress: (step: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  const failed = (stage: string, error: unknown) => progress({ step: `${stage}: ${String(error)}` });
  const platform = await openPlatform(dir, clock, { progress, failed });
  if (!platform) return;
  try {
    await platform.pipeline.settle();
    await refreshMarts(platform.stores, signal);
  } finally {
    await platform.close();
  }
}
