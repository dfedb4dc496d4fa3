import type { Ledger } from '../../ledger/ledger.ts';
import type { Knowledge } from '../prepare/knowledge.ts';
import type { Survey } from './survey.ts';

/** A relation that a delta ends by stating a user without it. */
export interface Withdrawal {
  readonly dataset: string;
  readonly key: string;
}

/**
 * Relations that come from lists in users.csv have no row that a delta could mark as deleted: a school or an agent
 * that is no longer in the list of a changed user ends, and so does every relation of a user who is gone.
 */
export function withdrawals(
  ledger: Ledger,
  source: string,
  knowledge: Knowledge,
  { tallies, deltaUsers }: Survey,
): Withdrawal[] {
  if (deltaUsers.size === 0) return [];
  const found: Withdrawal[] = [];
  const withdraw = (dataset: string, ends: (entry: { key: string; row: Row }) => boolean) => {
    for (const { key, row, source: owner } of ledger.rows(dataset)) {
      if (owner === source && !tallies.get(dataset)?.has(key) && ends({ key, row }))
        found.push({ dataset, key });
    }
  };
  const lists = (column: string) => knowledge.has('users', column);
  withdraw('school_enrollments', ({ row }) => {
    const user = deltaUsers.get(String(row.student_id));
    return user === 'gone' || (user === 'changed' && lists('orgSourcedIds') && !knowledge.has('roles'));
  });
  withdraw('guardianships', ({ key, row }) => {
    const student = deltaUsers.get(String(row.student_id));
    const guardian = deltaUsers.get(String(row.guardian_id));
    if (student === 'gone' || guardian === 'gone') return true;
    if (!lists('agentSourcedIds') || (!student && !guardian)) return false;
    const { listedBy } = JSON.parse(ledger.get('guardianships', key)?.extra ?? '{}') as { listedBy?: string };
    return (
      (listedBy === 'student' && student !== undefined) || (listedBy === 'guardian' && guardian !== undefined)
    );
  });
  return found;
}

type Row = Readonly<Record<string, unknown>>;
