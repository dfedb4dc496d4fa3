import { hiddenFrom, type Reveal } from '../../lake/governance/reveals.ts';
import type { Role } from '../../lake/governance/roles.ts';
import type { Contracts } from '../../lake/sql/views.ts';
import type { Marts } from '../marts.ts';
import { views } from '../views.ts';
import { type Classes, classesOf } from './classes.ts';

/** Whether a role sees a column, and why. */
export type ColumnAccess =
  /** It reveals nothing of a person, or what the role may know. */
  | {
      readonly isSeen: true;
      readonly why: 'reveals nothing' | 'may know';
      readonly reveals: readonly Reveal[];
    }
  /** It is made of what the role may not know of one person, and tells it of enough of them, or only counts them. */
  | { readonly isSeen: true; readonly why: 'group' | 'count'; readonly reveals: readonly Reveal[] }
  /** The raw zone holds every column of every dataset. */
  | { readonly isSeen: boolean; readonly why: 'raw'; readonly reveals: readonly Reveal[] }
  | { readonly isSeen: false; readonly why: 'may not know'; readonly reveals: readonly Reveal[] };

/** What a role sees of a table. */
export interface TableAccess {
  readonly table: string;
  readonly columns: ReadonlyMap<string, ColumnAccess>;
  /** Column with the number of people of a row, where rows of fewer than the role's smallest group are left out. */
  readonly people: string | null;
}

export interface Access {
  of(table: string): TableAccess;
}

/** Decides for one role, over everything that a statement may read. */
export function accessOf(contracts: Contracts, marts: Marts, role: Role): Access {
  const classes = classesOf(contracts, marts);
  return { of: (table) => tableAccess(table, { marts, classes, role }) };
}

interface Known {
  readonly marts: Marts;
  readonly classes: Classes;
  readonly role: Role;
}

function tableAccess(table: string, known: Known): TableAccess {
  const { marts, classes } = known;
  const names = (marts.of(table)?.columns ?? []).map(({ name }) => name);
  const isOfGroups = table.startsWith('marts.') && !classes.namesPeople(table);
  const counted = isOfGroups ? (views.find(({ name }) => `marts.${name}` === table)?.people ?? null) : null;
  const columns = new Map(
    names.map((name) => [name, columnAccess(table, name, { ...known, isOfGroups, counted })]),
  );
  const isGuarded = [...columns.values()].some(({ why }) => why === 'group');
  return { table, columns, people: isGuarded ? counted : null };
}

function columnAccess(
  table: string,
  column: string,
  { classes, role, isOfGroups, counted }: Known & { isOfGroups: boolean; counted: string | null },
): ColumnAccess {
  if (table === 'raw.changes') return { isSeen: role.raw, why: 'raw', reveals: [] };
  const { reveals, isMeasure } = classes.of(table, column);
  if (reveals.length === 0) return { isSeen: true, why: 'reveals nothing', reveals };
  const hidden = hiddenFrom(role, reveals);
  if (hidden.length === 0) return { isSeen: true, why: 'may know', reveals };
  const isCount = isMeasure && hidden.every(({ what }) => what === 'identity');
  if (isOfGroups && counted !== null && (isMeasure || hidden.every(({ what }) => what === 'sensitive'))) {
    return { isSeen: true, why: 'group', reveals };
  }
  if (isOfGroups && isCount) return { isSeen: true, why: 'count', reveals };
  return { isSeen: false, why: 'may not know', reveals: hidden };
}
