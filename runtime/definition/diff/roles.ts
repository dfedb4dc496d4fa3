import type { Role } from '../../../lake/governance/roles.ts';
import type { Definition, Seen } from '../definition.ts';
import { type Change, isSame, paired } from './change.ts';

type Access = Pick<Definition, 'roles' | 'access'>;

/** What changes in roles, and in what each of them sees of what there was before. */
export function roleChanges(
  before: Access,
  after: Access,
  renamedTo: (table: string, column: string) => string,
): Change[] {
  const { gone, come, both } = paired<Role>(before.roles, after.roles);
  return [
    ...gone.map((role): Change => ({ place: `roles.${role}`, what: 'role removed', kind: 'breaking' })),
    ...come.map((role): Change => ({ place: `roles.${role}`, what: 'role added', kind: 'privacy' })),
    ...both.flatMap((pair) => [
      ...roleChange(`roles.${pair.name}`, pair.before, pair.after),
      ...seenChanges(
        `roles.${pair.name}`,
        before.access[pair.name] ?? {},
        after.access[pair.name] ?? {},
        { before: columnsOf(before), after: columnsOf(after) },
        renamedTo,
      ),
    ]),
  ];
}

function roleChange(place: string, before: Role, after: Role): Change[] {
  const rights = ({ es: _es, meaning: _meaning, ...rest }: Role) => rest;
  if (!isSame(rights(before), rights(after)))
    return [{ place, what: 'may know other things, or of others', kind: 'privacy' }];
  return isSame(before, after) ? [] : [{ place, what: 'described otherwise', kind: 'wording' }];
}

/** The columns that anybody sees of a table: those that there are, for somebody sees each of them. */
function columnsOf({ access }: Access): ReadonlyMap<string, ReadonlySet<string>> {
  const columns = new Map<string, Set<string>>();
  for (const seen of Object.values(access)) {
    for (const [table, names] of Object.entries(seen)) {
      const known = columns.get(table) ?? new Set();
      for (const name of names) known.add(name);
      columns.set(table, known);
    }
  }
  return columns;
}

type Columns = ReadonlyMap<string, ReadonlySet<string>>;

/** Only of columns that there were and are: what comes and goes is told by itself. */
function seenChanges(
  place: string,
  before: Seen,
  after: Seen,
  there: { readonly before: Columns; readonly after: Columns },
  renamedTo: (table: string, column: string) => string,
): Change[] {
  return Object.keys(after).flatMap((table) => {
    const was = new Set((before[table] ?? []).map((column) => renamedTo(table, column)));
    const were = new Set([...(there.before.get(table) ?? [])].map((column) => renamedTo(table, column)));
    const is = new Set(after[table]);
    const stayed = [...(there.after.get(table) ?? [])].filter((column) => were.has(column));
    const gained = stayed.filter((column) => is.has(column) && !was.has(column));
    const lost = stayed.filter((column) => was.has(column) && !is.has(column));
    const short = table.replace(/^curated\./, '');
    return [
      ...(gained.length > 0
        ? [{ place, what: `sees ${gained.join(', ')} of ${short}`, kind: 'privacy' } as const]
        : []),
      ...(lost.length > 0
        ? [{ place, what: `sees ${lost.join(', ')} of ${short} no longer`, kind: 'privacy' } as const]
        : []),
    ];
  });
}
