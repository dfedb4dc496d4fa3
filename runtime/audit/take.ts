import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/errors.ts';
import { auditEvents } from '../../datasets/audit_events.ts';
import type { AnyRow } from '../../datasets/contract.ts';
import { rowProblems } from '../../datasets/values.ts';
import type { Ledger } from '../../ingestion/ledger/ledger.ts';
import { offerOwn } from '../ownRows.ts';
import type { StateDir } from '../state.ts';

/** Files that are taken in one transaction of the ledger. */
const batchSize = 500;

/**
 * Takes the audit's files into the ledger and removes them: taken twice, they change nothing.
 * Answers how many there were.
 * @throws UserError for a file that is damaged, after all others were taken
 */
export function takeAudit(state: StateDir, ledger: Ledger): number {
  if (!existsSync(state.audit)) return 0;
  const names = readdirSync(state.audit)
    .filter((name) => name.endsWith('.json'))
    .sort();
  const damaged: string[] = [];
  for (let from = 0; from < names.length; from += batchSize) {
    const read = names.slice(from, from + batchSize).map((name) => {
      const path = join(state.audit, name);
      const row = rowIn(path);
      if (!row) damaged.push(path);
      return { path, row };
    });
    const whole = read.flatMap(({ path, row }) => (row ? [{ path, row }] : []));
    offerOwn(
      ledger,
      auditEvents,
      whole.map(({ row }) => row),
    );
    for (const { path } of whole) rmSync(path);
  }
  if (damaged.length > 0) {
    throw new UserError(`${damaged.join(', ')}: cannot be read as an event of the audit`, {
      hint: 'Look what is in it, and remove it: nothing else of the audit waits for it.',
    });
  }
  return names.length;
}

function rowIn(path: string): AnyRow | null {
  try {
    const row = JSON.parse(readFileSync(path, 'utf8')) as AnyRow;
    return rowProblems(auditEvents, row).length === 0 ? row : null;
  } catch {
    return null;
  }
}
