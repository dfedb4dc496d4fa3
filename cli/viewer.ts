import type { DuckDBEngine } from '../analytics/engine/duckdb.ts';
import type { Clock } from '../base/clock.ts';
import { UserError } from '../base/errors.ts';
import { catalog } from '../datasets/catalog.ts';
import { type Viewer, viewerOf } from '../lake/governance/roles.ts';
import { machineActor } from '../runtime/audit/actor.ts';
import { readsOf } from '../runtime/audit/reads.ts';
import { requireApplied } from '../runtime/definition/admit.ts';
import { findState } from '../runtime/state.ts';

/**
 * Whom `--as` and `--school` name; null without a role.
 * @throws UserError for a role that there is not, and for schools that do not go with it
 */
export function viewerIn({
  as,
  school,
}: {
  readonly as: string | undefined;
  readonly school: readonly string[];
}): Viewer | null {
  if (as !== undefined) return viewerOf(as, school);
  if (school.length === 0) return null;
  throw new UserError('--school is of a role', { exitCode: 2, hint: 'Name the role with --as.' });
}

/** An engine of what somebody in a role sees, each of whose statements is kept in the audit. */
export async function engineAs(viewer: Viewer, dir: string, clock: Clock): Promise<DuckDBEngine> {
  const { roleEngine } = await import('../analytics/engine/role.ts');
  const state = findState(dir);
  requireApplied(state);
  const log = readsOf(state, clock, viewer, { actor: machineActor(), channel: 'command line' });
  return roleEngine({ dirs: state, contracts: catalog }, viewer, log);
}
