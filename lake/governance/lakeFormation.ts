import { persons } from '../../datasets/columns.ts';
import type { Contract } from '../../datasets/contract.ts';
import { curatedFields } from '../curation/schema.ts';
import { quotedName, quotedText } from '../iceberg/duckdb.ts';
import { hiddenFrom, revealsIn } from './reveals.ts';
import { type Revealing, type RoleName, roleNames, roles } from './roles.ts';
import { rowRule } from './rows.ts';

/**
 * The roles as AWS Lake Formation enforces them: tags on columns decide which of them a role sees, and since tags
 * decide of no rows, a role of schools has data cell filters instead, which compare a column with a constant.
 * All of it is data; nothing is deployed here.
 */
export interface LakeFormation {
  readonly tags: readonly { readonly key: TagKey; readonly values: readonly string[] }[];
  /** Of a database, of one of its tables, or of a column. What is not tagged has the tags of what holds it. */
  readonly assignments: readonly Assignment[];
  /** SELECT on every column whose tags have one of the values of each key. */
  readonly grants: readonly {
    readonly role: RoleName;
    readonly expression: Readonly<Record<TagKey, readonly string[]>>;
  }[];
  readonly filters: readonly CellFilter[];
  /** Tables that filters need and that the lake lacks. */
  readonly copies: readonly Copy[];
}

type TagKey = 'reveals' | 'scope';

interface Assignment {
  readonly database: string;
  readonly table?: string;
  readonly column?: string;
  readonly tags: Partial<Readonly<Record<TagKey, string>>>;
}

/** Rows and columns of one table, granted to a role of one school. */
export interface CellFilter {
  readonly name: string;
  readonly role: RoleName;
  readonly school: string;
  readonly database: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: string;
}

/** A dataset whose rows reach their schools over a bridge, once for each school, since a filter cannot join. */
export interface Copy {
  readonly database: string;
  readonly table: string;
  readonly sql: string;
}

export const schoolColumn = '_school_id';
/** A value that no role is granted: what is not classified, such as a column that is new, nobody sees. */
const unclassified = 'unclassified';
const revealing: readonly Revealing[] = ['identity', 'contact', 'sensitive'];

/**
 * Compiles roles and contracts.
 * @param schools those that somebody may be bound to
 */
export function lakeFormation(
  contracts: Readonly<Record<string, Contract>>,
  schools: readonly string[],
): LakeFormation {
  const all = Object.values(contracts);
  return {
    tags: [
      {
        key: 'reveals',
        values: [
          unclassified,
          'everything',
          'nothing',
          ...persons.flatMap((person) => revealing.map((what) => `${person}_${what}`)),
        ],
      },
      { key: 'scope', values: ['shared', 'school'] },
    ],
    assignments: [
      { database: 'curated', tags: { reveals: unclassified, scope: 'school' } },
      { database: 'governed', tags: { reveals: unclassified, scope: 'school' } },
      { database: 'raw', tags: { reveals: 'everything', scope: 'school' } },
      ...all.flatMap(assignmentsOf),
    ],
    grants: roleNames.map((role) => ({ role, expression: expressionOf(role) })),
    filters: roleNames
      .filter((role) => roles[role].rows === 'own schools')
      .flatMap((role) => all.flatMap((contract) => filtersOf(role, contract, schools))),
    copies: all.flatMap(copyOf),
  };
}

function assignmentsOf(contract: Contract): Assignment[] {
  const database = 'curated';
  const table = contract.name;
  const columns = curatedFields(contract).map(({ name: column }): Assignment => {
    const [reveal] = revealsIn(contract, column);
    const reveals = reveal ? `${reveal.whose}_${reveal.what}` : 'nothing';
    return { database, table, column, tags: { reveals } };
  });
  return rowRule(contract) ? columns : [{ database, table, tags: { scope: 'shared' } }, ...columns];
}

function expressionOf(name: RoleName): Record<TagKey, string[]> {
  const { sees, rows, raw } = roles[name];
  return {
    reveals: [
      'nothing',
      ...persons.flatMap((person) => sees[person].map((what) => `${person}_${what}`)),
      ...(raw ? ['everything'] : []),
    ],
    scope: rows === 'all' ? ['shared', 'school'] : ['shared'],
  };
}

function filtersOf(role: RoleName, contract: Contract, schools: readonly string[]): CellFilter[] {
  const rule = rowRule(contract);
  if (!rule) return [];
  const isCopied = rule.through !== null;
  const seen = curatedFields(contract)
    .map(({ name }) => name)
    .filter((column) => hiddenFrom(roles[role], revealsIn(contract, column)).length === 0);
  return schools.map((school) => ({
    name: `${role}_${contract.name}_${school}`,
    role,
    school,
    database: isCopied ? 'governed' : 'curated',
    table: contract.name,
    columns: seen,
    rows: `${isCopied ? schoolColumn : rule.column} = ${quotedText(school)}`,
  }));
}

function copyOf(contract: Contract): Copy[] {
  const rule = rowRule(contract);
  if (!rule || rule.through === null) return [];
  const on = quotedName(rule.column);
  const sql = `SELECT t.*, b.school_id AS ${schoolColumn} FROM curated.${contract.name} t
JOIN (SELECT DISTINCT ${on}, school_id FROM curated.${rule.through} WHERE school_id IS NOT NULL) b ON b.${on} = t.${on}`;
  return [{ database: 'governed', table: contract.name, sql }];
}
