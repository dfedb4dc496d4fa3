import type { Definition } from '../definition.ts';
import { type Change, changeKinds } from './change.ts';
import { renamesIn } from './columns.ts';
import { contractChanges } from './contracts.ts';
import { dashboardChanges, viewChanges } from './readers.ts';
import { roleChanges } from './roles.ts';

/** Everything that is another thing in one definition than in the one before, the gravest first. */
export function changesBetween(before: Definition, after: Definition): Change[] {
  const renames = renamesBetween(before, after);
  const renamedTo = (table: string, column: string) =>
    renames[table.replace(/^curated\./, '')]?.[column] ?? column;
  const changes = [
    ...contractChanges(before.contracts, after.contracts),
    ...viewChanges(before.views, after.views),
    ...dashboardChanges(before.dashboards, after.dashboards),
    ...roleChanges(before, after, renamedTo),
  ];
  return changes.sort((a, b) => changeKinds.indexOf(b.kind) - changeKinds.indexOf(a.kind));
}

/** New names of columns by dataset, where there are any. */
export function renamesBetween(
  before: Pick<Definition, 'contracts'>,
  after: Pick<Definition, 'contracts'>,
): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {};
  for (const [name, contract] of Object.entries(after.contracts)) {
    const earlier = before.contracts[name];
    const renames = earlier ? renamesIn(earlier, contract) : {};
    if (Object.keys(renames).length > 0) found[name] = renames;
  }
  return found;
}
