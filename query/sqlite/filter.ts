import type { SQLInputValue } from 'node:sqlite';
import type { Contract } from '../../datasets/contract.ts';
import type { BoundFilter, BoundText } from '../language/bound.ts';
import type { Field } from '../language/fields.ts';
import type { Relation } from '../language/relations.ts';
import { folded, stem } from '../text/words.ts';
import { encode, fromJson } from './storage.ts';
import { type IndexTable, quoted, stemsColumn, wordsColumn } from './table.ts';

/** SQL with the values of its parameters, in order. */
export interface Sql {
  readonly sql: string;
  readonly params: readonly SQLInputValue[];
}

/** The live tables of a dataset. */
export type TableOf = (contract: Contract) => IndexTable;

export const plain = (sql: string, ...params: SQLInputValue[]): Sql => ({ sql, params });

export function joined(parts: readonly Sql[], separator: string): Sql {
  return {
    sql: parts.map(({ sql }) => sql).join(separator),
    params: parts.flatMap(({ params }) => params),
  };
}

/** `before` part `after`. */
export const wrapped = (before: string, { sql, params }: Sql, after: string): Sql => ({
  sql: `${before}${sql}${after}`,
  params,
});

/** The condition of a filter on the row that `alias` stands for. It may be null, which counts as false. */
export function filterSql(tableOf: TableOf, table: IndexTable, filter: BoundFilter, alias: string): Sql {
  const column = (name: string) => `${alias}.${quoted(name)}`;
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const parts = filter.of.map((part) => filterSql(tableOf, table, part, alias));
      return wrapped('(', joined(parts, ` ${filter.kind.toUpperCase()} `), ')');
    }
    case 'not':
      return wrapped('NOT ifnull((', filterSql(tableOf, table, filter.of, alias), '), 0)');
    case 'null':
      return plain(`${valueSql(filter.field, alias)} IS NULL`);
    case 'compare':
      return compareSql(table, filter, alias);
    case 'in': {
      const places = filter.values.map(() => '?').join(', ');
      const values = filter.values.map((value) => encode(filter.field.type, value));
      return plain(`${valueSql(filter.field, alias)} IN (${places})`, ...values);
    }
    case 'prefix':
      return prefixSql(table, filter.field, filter.value, alias);
    case 'contains': {
      const { type } = filter.field;
      const item = type.kind === 'list' ? encode(type.of, filter.value) : null;
      const side = table.lists.find((list) => list.column === filter.field.path);
      if (side) return plain(`${alias}.id IN (SELECT id FROM ${quoted(side.table)} WHERE item = ?)`, item);
      const items = itemsSql(filter.field, alias);
      return plain(`EXISTS (SELECT 1 FROM ${items.from} WHERE ${items.value} = ?)`, item);
    }
    case 'text':
      return wrapped(`${alias}.id IN (`, matchSql(table, filter), ')');
    case 'has':
      return hasSql(tableOf, filter, column, table, alias);
  }
}

/** The stored value of a field of the row `alias`. */
export function valueSql({ column, within, type }: Field, alias: string): string {
  const whole = `${alias}.${quoted(column)}`;
  if (within.length === 0) return whole;
  // A path through a list is asked for by its items; as a whole it is there when the list is.
  return type.kind === 'list' ? whole : fromJson(type, `json_extract(${whole}, ${jsonPath(within)})`);
}

/** The items of a list, as a table and the stored value of each. */
export function itemsSql({ column, within, type }: Field, alias: string): { from: string; value: string } {
  const items = `json_each(${alias}.${quoted(column)}) AS item`;
  const inner = type.kind === 'list' ? type.of : type;
  const value = within.length === 0 ? 'item.value' : `json_extract(item.value, ${jsonPath(within)})`;
  return { from: items, value: fromJson(inner, value) };
}

const jsonPath = (names: readonly string[]) => `'$${names.map((name) => `."${name}"`).join('')}'`;

function compareSql(
  table: IndexTable,
  filter: Extract<BoundFilter, { kind: 'compare' }>,
  alias: string,
): Sql {
  const { field, operator, value } = filter;
  const compared = plain(`${valueSql(field, alias)} ${operator} ?`, encode(field.type, value));
  if (operator !== '=' || !field.words || folded(String(value)) === '') return compared;
  // Equal texts have equal words, which the full text index knows where they are.
  return wrapped(
    '(',
    joined([compared, prefixSql(table, field, folded(String(value)), alias)], ' AND '),
    ')',
  );
}

function prefixSql(table: IndexTable, field: Field, value: string, alias: string): Sql {
  const whole = valueSql(field, alias);
  if (value === '') return plain(`${whole} IS NOT NULL`);
  if (field.words) {
    const match = `${quoted(wordsColumn(field.words))} : ^ ${quoted(value)} *`;
    return plain(`${alias}.id IN (SELECT rowid FROM ${quoted(table.text ?? '')}(?))`, match);
  }
  const end = successor(value);
  return end === null ? plain(`${whole} >= ?`, value) : plain(`(${whole} >= ? AND ${whole} < ?)`, value, end);
}

/** The first text, by code points, behind all that begin with `value`; null when there is none. */
function successor(value: string): string | null {
  const points = [...value];
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    if (last === 0x10ffff) continue;
    // Half surrogates are no characters.
    return points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
  }
  return null;
}

/** Row ids and ranks (lower is better) of the rows that hold the words. */
export function matchSql(table: IndexTable, text: BoundText, columns = 'rowid'): Sql {
  if (text.words.length === 0) return plain(`SELECT ${columns} FROM ${quoted(table.text ?? '')} WHERE 0`);
  return plain(`SELECT ${columns} FROM ${quoted(table.text ?? '')}(?)`, matchText(text));
}

/**
 * The condition in the syntax of FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax). A whole word is
 * asked for beside its beginning, so that it ranks higher. Words are folded: nothing in them is syntax.
 */
function matchText({ words, fields }: BoundText): string {
  const whole = `{${fields.map((field) => quoted(wordsColumn(field))).join(' ')}}`;
  const prose = fields.filter((field) => field.prose);
  const stemmed = `{${prose.map((field) => quoted(stemsColumn(field))).join(' ')}}`;
  const parts = words.map((word) => {
    const begun = `${whole} : (${quoted(word)} OR ${quoted(word)} *)`;
    return prose.length === 0 ? begun : `(${begun} OR ${stemmed} : ${quoted(stem(word))})`;
  });
  return parts.join(' AND ');
}

/**
 * `has` as a chain of look-ups from the inside out, each made once: what is selective is found by an index and
 * leads to the rows. Only without a condition it is asked row by row.
 */
function hasSql(
  tableOf: TableOf,
  { relation, where }: Extract<BoundFilter, { kind: 'has' }>,
  column: (name: string) => string,
  table: IndexTable,
  alias: string,
): Sql {
  const target = tableOf(relation.to);
  const inner = `${alias}_`;
  const own = (name: string) => `${inner}.${quoted(name)}`;
  const from = `${quoted(target.name)} AS ${inner}`;
  const key = { here: column(relation.from.key), there: own(relation.to.key) };
  const side = sideTable(relation, relation.direction === 'forward' ? table : target);

  if (where === null) {
    if (relation.direction === 'forward') {
      if (!side)
        return plain(`EXISTS (SELECT 1 FROM ${from} WHERE ${key.there} = ${column(relation.column)})`);
      const items = `json_each(${column(relation.column)}) AS item`;
      return plain(`EXISTS (SELECT 1 FROM ${items} JOIN ${from} ON ${key.there} = item.value)`);
    }
    if (side) return plain(`EXISTS (SELECT 1 FROM ${side} WHERE item = ${key.here})`);
    return plain(`EXISTS (SELECT 1 FROM ${from} WHERE ${own(relation.column)} = ${key.here})`);
  }

  const condition = filterSql(tableOf, target, where, inner);
  const found = (columns: string) => wrapped(`SELECT ${columns} FROM ${from} WHERE `, condition, '');
  if (relation.direction === 'forward') {
    if (!side) return wrapped(`${column(relation.column)} IN (`, found(key.there), ')');
    return wrapped(`${alias}.id IN (SELECT id FROM ${side} WHERE item IN (`, found(key.there), '))');
  }
  if (side)
    return wrapped(`${key.here} IN (SELECT item FROM ${side} WHERE id IN (`, found(`${inner}.id`), '))');
  return wrapped(`${key.here} IN (`, found(own(relation.column)), ')');
}

/** The table of items of a relation over a list; null for the others. */
export function sideTable(relation: Relation, holder: IndexTable): string | null {
  const side = holder.lists.find(({ column }) => column === relation.column);
  return side ? quoted(side.table) : null;
}
