import { UserError } from '../../base/errors.ts';
import { nearNames } from '../../datasets/near.ts';
import { pseudonymsOf } from '../../lake/governance/pseudonyms.ts';
import { type Revealing, type Role, type RoleName, roles } from '../../lake/governance/roles.ts';
import { rowRule } from '../../lake/governance/rows.ts';
import type { Contracts } from '../../lake/sql/views.ts';
import { type Marts, martsOf } from '../marts.ts';
import { accessOf, type ColumnAccess, type TableAccess } from './access.ts';

/** What a role sees of a table, in words. */
export interface Explained {
  readonly role: RoleName;
  readonly table: string;
  /** Which rows it has. */
  readonly rows: string;
  readonly columns: readonly {
    readonly column: string;
    readonly isSeen: boolean;
    /** `identity of the student`. */
    readonly reveals: readonly string[];
    readonly because: string;
    /** Column that stands for the person whom a hidden one names. */
    readonly instead: string | null;
  }[];
}

/**
 * @param name a table or one of its columns: `students`, `marts.early_warning`, `students.email`
 * @throws UserError for what there is not
 */
export function explainAccess(contracts: Contracts, name: RoleName, asked: string): Explained {
  const marts = martsOf(contracts);
  const role = roles[name];
  const { table, column } = resolve(marts, asked.toLowerCase());
  const access = accessOf(contracts, marts, role).of(table);
  return {
    role: name,
    table,
    rows: rowsText(contracts, role, access),
    columns: [...access.columns]
      .filter(([each]) => column === null || each === column)
      .map(([each, decided]) => ({
        column: each,
        isSeen: decided.isSeen,
        reveals: decided.reveals.map(({ what, whose }) => `${what} of the ${whose}`),
        because: reason(decided, name, access),
        instead: decided.isSeen ? null : instead(contracts, table, each),
      })),
  };
}

function instead(contracts: Contracts, table: string, column: string): string | null {
  const contract = contracts[table.replace(/^curated\./, '')];
  return (contract && pseudonymsOf(contract).find(({ of }) => of === column)?.name) ?? null;
}

function resolve(marts: Marts, asked: string): { table: string; column: string | null } {
  const tables = marts.names.filter((table) => !table.startsWith('information_schema.'));
  const places = [asked, `curated.${asked}`, `marts.${asked}`];
  const table = places.find((place) => tables.includes(place));
  if (table) return { table, column: null };
  for (const place of places) {
    const dot = place.lastIndexOf('.');
    const [holder, column] = [place.slice(0, dot), place.slice(dot + 1)];
    if (tables.includes(holder) && marts.of(holder)?.columns.some((each) => each.name === column)) {
      return { table: holder, column };
    }
  }
  const near = nearNames(
    asked,
    tables.map((each) => each.replace(/^curated\./, '')),
  );
  throw new UserError(`"${asked}" is no table and no column`, {
    exitCode: 2,
    hint:
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : 'Name it as students, students.email or marts.stays.',
  });
}

function rowsText(
  contracts: Contracts,
  { rows, smallestGroup }: Role,
  { table, people }: TableAccess,
): string {
  const groups = people === null ? '' : `, of at least ${smallestGroup} people each (${people})`;
  if (rows === 'all') return `of all schools${groups}`;
  if (table === 'raw.changes') return 'none';
  const contract = contracts[table.replace(/^curated\./, '')];
  if (!contract) return `computed from those of the own schools${groups}`;
  const rule = rowRule(contract);
  if (!rule) return 'all: they are common to all schools';
  return rule.through === null
    ? `whose ${rule.column} is one of the own schools`
    : `whose ${rule.column} stands in ${rule.through} with one of the own schools`;
}

const words: Readonly<Record<Revealing, string>> = {
  identity: 'the identity',
  contact: 'the contact details',
  sensitive: 'sensitive facts',
};

function reason({ why, isSeen, reveals }: ColumnAccess, name: RoleName, { people }: TableAccess): string {
  const said = reveals.map(({ what, whose }) => `${words[what]} of a ${whose}`).join(' and ');
  switch (why) {
    case 'reveals nothing':
      return 'it reveals nothing of a person';
    case 'may know':
      return `a ${name} may know ${said}`;
    case 'group':
      return `it is of a group, whose ${people} are counted`;
    case 'count':
      return 'it only counts people';
    case 'raw':
      return isSeen ? `a ${name} answers for every row` : 'the raw zone holds every column of every dataset';
    case 'may not know':
      return `a ${name} may not know ${said}`;
  }
}
