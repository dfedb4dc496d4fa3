import type { SQLInputValue } from 'node:sqlite';
import type { BoundFacet, BoundInclude, BoundQuery, BoundSort } from '../language/bound.ts';
import { folded } from '../text/words.ts';
import {
  filterSql,
  itemsSql,
  joined,
  matchSql,
  plain,
  type Sql,
  sideTable,
  type TableOf,
  valueSql,
  wrapped,
} from './filter.ts';
import { encode } from './storage.ts';
import { type IndexTable, quoted, versionColumn, wordsColumn } from './table.ts';

/** One term of an order: ranks are numbers, everything else is as it is stored. */
interface Term {
  readonly sql: string;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last';
  /** Value of the last row of the page before. */
  readonly after: SQLInputValue;
}

/** A page of a query and one row more, to know whether there is another page. */
export function pageSql(tableOf: TableOf, query: BoundQuery): Sql {
  const table = tableOf(query.contract);
  const terms = orderTerms(query);
  const behind = query.after === null ? [] : [behindSql(terms)];
  const found = foundSql(tableOf, query, behind, query.ranked);
  const columns = [...rowColumns(table), ...(query.ranked ? ['hit.rank'] : [])].join(', ');
  return wrapped(`SELECT ${columns} `, found, ` ORDER BY ${orderSql(terms)} LIMIT ${query.limit + 1}`);
}

/** How many rows a query finds. */
export function totalSql(tableOf: TableOf, query: BoundQuery): Sql {
  return wrapped('SELECT count(*) ', foundSql(tableOf, query), '');
}

/** Values and counts of a facet, one more than its limit. */
export function facetSql(tableOf: TableOf, query: BoundQuery, { field, limit }: BoundFacet): Sql {
  const tail = ` GROUP BY value ORDER BY count DESC, value LIMIT ${limit + 1}`;
  if (field.type.kind !== 'list') {
    const value = valueSql(field, 'self');
    const present = plain(`${value} IS NOT NULL`);
    return wrapped(`SELECT ${value} AS value, count(*) AS count `, foundSql(tableOf, query, [present]), tail);
  }
  const items = itemsSql(field, 'self');
  // A row counts once for a value that its list holds twice.
  const head = `SELECT ${items.value} AS value, count(DISTINCT self.id) AS count `;
  const present = plain(`${items.value} IS NOT NULL`);
  return wrapped(head, foundSql(tableOf, query, [present], false, `, ${items.from}`), tail);
}

/** How many of the rows that a query finds have no value in a facet's field. */
export function missingSql(tableOf: TableOf, query: BoundQuery, { field }: BoundFacet): Sql {
  return wrapped(
    'SELECT count(*) ',
    foundSql(tableOf, query, [plain(`${valueSql(field, 'self')} IS NULL`)]),
    '',
  );
}

/** The row of a key; its parameter is the key. */
export function getSql(table: IndexTable): string {
  return `SELECT ${rowColumns(table).join(', ')} FROM ${quoted(table.name)} AS self WHERE self.${quoted(table.contract.key)} = ?`;
}

/** All rows in the order of their keys. */
export function scanSql(table: IndexTable): string {
  return `SELECT ${rowColumns(table).join(', ')} FROM ${quoted(table.name)} AS self ORDER BY self.${quoted(table.contract.key)}`;
}

/**
 * Rows related to one row, and one more than the limit. Its first parameter says to which: the value of the
 * referring column when the relation is forward, the key when it is reverse.
 */
export function includeSql(tableOf: TableOf, include: BoundInclude): Sql {
  const { relation, where, sort, limit } = include;
  const table = tableOf(relation.to);
  const conditions = [
    plain(relatedTo(tableOf, include)),
    ...(where ? [filterSql(tableOf, table, where, 'self')] : []),
  ];
  const order = orderSql(sort.flatMap((item) => sortTerms(item, null)));
  return wrapped(
    `SELECT ${rowColumns(table).join(', ')} FROM ${quoted(table.name)} AS self WHERE `,
    joined(conditions, ' AND '),
    ` ORDER BY ${order} LIMIT ${limit + 1}`,
  );
}

function relatedTo(tableOf: TableOf, { relation }: BoundInclude): string {
  const { direction, list, column, to } = relation;
  if (direction === 'forward') {
    return list ? `self.${quoted(to.key)} IN (SELECT value FROM json_each(?))` : `self.${quoted(to.key)} = ?`;
  }
  const side = sideTable(relation, tableOf(to));
  return side ? `self.id IN (SELECT id FROM ${side} WHERE item = ?)` : `self.${quoted(column)} = ?`;
}

/** The columns of a row, in contract order, and its version. */
const rowColumns = ({ contract }: IndexTable) =>
  [...Object.keys(contract.columns), versionColumn].map((column) => `self.${quoted(column)}`);

/** From what, and under which conditions, the rows of a query come. */
function foundSql(
  tableOf: TableOf,
  { contract, text, where }: BoundQuery,
  more: readonly Sql[] = [],
  ranked = false,
  beside = '',
): Sql {
  const table = tableOf(contract);
  const hits = text === null ? null : matchSql(table, text, ranked ? 'rowid AS id, rank' : 'rowid AS id');
  const source = hits
    ? wrapped('FROM (', hits, `) AS hit JOIN ${quoted(table.name)} AS self ON self.id = hit.id${beside}`)
    : plain(`FROM ${quoted(table.name)} AS self${beside}`);
  const conditions = [...(where ? [filterSql(tableOf, table, where, 'self')] : []), ...more];
  return conditions.length === 0 ? source : joined([source, joined(conditions, ' AND ')], ' WHERE ');
}

function orderTerms({ ranked, sort, after }: BoundQuery): Term[] {
  const values = after ?? [];
  const rank: Term[] = ranked
    ? [
        {
          sql: 'hit.rank',
          descending: false,
          nulls: 'last',
          after: (values[0] as number | undefined) ?? null,
        },
      ]
    : [];
  return [...rank, ...sort.flatMap((item, at) => sortTerms(item, values[ranked ? at + 1 : at] ?? null))];
}

/** Text that is compared by its words is in the order of these first, then in that of its code points. */
function sortTerms({ field, descending, nulls }: BoundSort, after: unknown): Term[] {
  const exact = { sql: valueSql(field, 'self'), descending, nulls, after: encode(field.type, after) };
  if (!field.words) return [exact];
  const words = `self.${quoted(wordsColumn(field.words))}`;
  return [{ sql: words, descending, nulls, after: after === null ? null : folded(String(after)) }, exact];
}

/** The key comes last and is never missing. */
const isKey = (at: number, terms: readonly Term[]) => at === terms.length - 1;

const orderSql = (terms: readonly Term[]) =>
  terms
    .map(({ sql, descending, nulls }, at) => {
      const order = `${sql}${descending ? ' DESC' : ''}`;
      return isKey(at, terms) ? order : `${order} NULLS ${nulls.toUpperCase()}`;
    })
    .join(', ');

/** The rows behind a place: later in the first term, or equal there and behind in the rest. */
function behindSql(terms: readonly Term[]): Sql {
  const [term, ...rest] = terms;
  if (!term) return plain('0');
  const { sql, descending, nulls, after } = term;
  const beyond = `${sql} ${descending ? '<' : '>'} ?`;
  if (isKey(0, terms)) return plain(beyond, after);
  const laterThanNull = plain(nulls === 'first' ? `${sql} IS NOT NULL` : '0');
  const later = plain(nulls === 'last' ? `(${beyond} OR ${sql} IS NULL)` : beyond, after);
  const same = joined([plain(`${sql} IS ?`, after), behindSql(rest)], ' AND ');
  return wrapped('(', joined([after === null ? laterThanNull : later, same], ' OR '), ')');
}
