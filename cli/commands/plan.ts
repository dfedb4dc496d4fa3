import { pendingOf } from '../../runtime/definition/admit.ts';
import { planDefinition } from '../../runtime/definition/plan.ts';
import { appliedFiles, lastApplied, readApplied } from '../../runtime/definition/record.ts';
import { findState, type StateDir } from '../../runtime/state.ts';
import type { Args, Io } from '../command.ts';
import { changesSummary, historyText, planText } from '../output/definition.ts';
import { paperOf } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';

export default async function plan({ dir, history, json }: Args<'plan'>, io: Io): Promise<number> {
  const state = findState(dir);
  return history ? printHistory(state, json, io) : printPlan(state, json, io);
}

async function printPlan(state: StateDir, json: boolean, { stdout, stderr, signal }: Io): Promise<number> {
  const pending = pendingOf(state);
  const plan = pending
    ? await planDefinition(pending.last.definition, pending.working, state, signal)
    : { changes: [], steps: [] };
  const since = lastApplied(state)?.last;
  const isBlocked = plan.changes.some(({ problem }) => problem !== undefined);
  if (json) {
    const basis = since ? { number: since.number, at: since.at, by: since.by } : null;
    await writeJson(stdout, { since: basis, isUndone: pending?.isUndone ?? false, ...plan });
    return isBlocked ? 1 : 0;
  }
  await write(stdout, planText(plan, paperOf(stdout)));
  const basis = since
    ? `since number ${since.number} of ${since.at.slice(0, 16)}Z`
    : 'nothing was applied yet';
  stderr.write(`${changesSummary(plan.changes)}, ${basis}\n`);
  if (pending?.isUndone) stderr.write('the lake was taken back from just this\n');
  return isBlocked ? 1 : 0;
}

async function printHistory(state: StateDir, json: boolean, { stdout }: Io): Promise<number> {
  const applied = appliedFiles(state).map(readApplied).reverse();
  const told = applied.map(({ definition: _definition, schemas: _schemas, ...facts }) => facts);
  if (json) await writeJson(stdout, told);
  else await write(stdout, historyText(told, paperOf(stdout)));
  return 0;
}
