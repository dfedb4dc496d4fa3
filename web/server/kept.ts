import { UserError } from '../../base/errors.ts';
import { beginAct } from '../../runtime/audit/event.ts';
import { type Asker, requireAll } from './asker.ts';
import type { Backend } from './backend.ts';

export interface KeptRead<T> {
  /** What a person did, as the audit names it, and may be refused. */
  readonly act: string;
  /** `search.students`, `curated.students`. */
  readonly table: string;
  readonly read: () => Promise<T>;
  readonly rowsOf: (found: T) => number;
}

/**
 * A read of what knows no roles, which is for those who see everything. Of somebody with an account it is kept in the
 * audit.
 * @throws Refusal for a role that does not see everything
 */
export async function keptRead<T>(
  { state, clock }: Backend,
  asker: Asker,
  { act, table, read, rowsOf }: KeptRead<T>,
): Promise<T> {
  requireAll(asker, act);
  const { account } = asker;
  if (!account) return read();
  const { name: actor, role } = account;
  const end = beginAct(state, clock, { actor, channel: 'portal', act, role, datasets: [table] });
  try {
    const found = await read();
    end({ outcome: 'done', rows: rowsOf(found) });
    return found;
  } catch (error) {
    end({ outcome: error instanceof UserError ? 'refused' : 'failed' });
    throw error;
  }
}
