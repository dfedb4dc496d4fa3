import type { DatabaseSync } from 'node:sqlite';
import { catalog } from '../../datasets/catalog.ts';
import type { AnyRow, Contract } from '../../datasets/contract.ts';
import { type FacetCounts, type Item, RebuildNeeded, type Related, type SearchEngine } from '../engine.ts';
import { bindInclude, bindQuery, contractIn } from '../language/bind.ts';
import type { BoundFacet, BoundInclude, BoundQuery } from '../language/bound.ts';
import { writeCursor } from '../language/cursor.ts';
import type { Contracts } from '../language/relations.ts';
import { openIndexDatabase, snapshot } from './database.ts';
import type { TableOf } from './filter.ts';
import { generationsIn } from './generations.ts';
import { itemReader, type StatementReader, type Stored, statementReader } from './reader.ts';
import { facetSql, getSql, includeSql, missingSql, pageSql, totalSql } from './select.ts';
import { decode, encode } from './storage.ts';
import { definitionOf, type IndexTable, indexTable } from './table.ts';

/** The search engine of the index at `path`, which another process may write. UserError when there is none. */
export function openSqliteSearch(
  path: string,
  { contracts = catalog }: { contracts?: Contracts } = {},
): SearchEngine {
  const db = openIndexDatabase(path, { readOnly: true });
  const reader = statementReader(db);
  return {
    async search(query) {
      const bound = bindQuery(contracts, query);
      return snapshot(db, () => {
        const tableOf = liveTables(db);
        const rows = reader.all(pageSql(tableOf, bound));
        const shown = rows.slice(0, bound.limit);
        const items = shown.map(itemReader(tableOf(bound.contract)));
        return {
          items: withIncluded(reader, tableOf, items, bound.contract, bound.include),
          facets: bound.facets.map((facet) => countsOf(reader, tableOf, bound, facet)),
          total: bound.total ? Number(reader.all(totalSql(tableOf, bound))[0]?.[0]) : null,
          next: rows.length > bound.limit ? cursorBehind(bound, shown.at(-1), items.at(-1)?.row) : null,
        };
      });
    },
    async get(dataset, key, include) {
      const contract = contractIn(contracts, dataset);
      const bound = bindInclude(contracts, contract, include);
      return snapshot(db, () => {
        const tableOf = liveTables(db);
        const stored = reader.one(getSql(tableOf(contract)), key);
        if (!stored) return null;
        const item = itemReader(tableOf(contract))(stored);
        return withIncluded(reader, tableOf, [item], contract, bound)[0] ?? null;
      });
    },
    close: async () => db.close(),
  };
}

/** The tables that are live at this moment. RebuildNeeded for those that another contract has made. */
export function liveTables(db: DatabaseSync): TableOf {
  const live = new Map(generationsIn(db).flatMap((row) => (row.live ? [[row.dataset, row] as const] : [])));
  const tables = new Map<string, IndexTable>();
  return (contract) => {
    const known = tables.get(contract.name);
    if (known) return known;
    const row = live.get(contract.name);
    if (row?.definition !== definitionOf(contract)) {
      throw new RebuildNeeded('the index was made for another contract', [contract.name]);
    }
    const table = indexTable(contract, row.generation);
    tables.set(contract.name, table);
    return table;
  };
}

function cursorBehind(query: BoundQuery, stored: Stored | undefined, row: AnyRow | undefined): string {
  const rank = query.ranked ? [stored?.at(-1)] : [];
  return writeCursor(query, [
    ...rank,
    ...query.sort.map(({ field }) => valueAt(row, field.column, field.within)),
  ]);
}

function valueAt(row: AnyRow | undefined, column: string, within: readonly string[]): unknown {
  let value: unknown = row?.[column] ?? null;
  for (const name of within) value = (value as Record<string, unknown> | null)?.[name] ?? null;
  return value;
}

function countsOf(
  reader: StatementReader,
  tableOf: TableOf,
  query: BoundQuery,
  facet: BoundFacet,
): FacetCounts {
  const { field, limit } = facet;
  const type = field.type.kind === 'list' ? field.type.of : field.type;
  const counts = reader.all(facetSql(tableOf, query, facet));
  return {
    path: field.path,
    values: counts
      .slice(0, limit)
      .map(([value, count]) => ({ value: decode(type, value), count: Number(count) })),
    missing: Number(reader.all(missingSql(tableOf, query, facet))[0]?.[0]),
    more: counts.length > limit,
  };
}

function withIncluded(
  reader: StatementReader,
  tableOf: TableOf,
  items: readonly Omit<Item, 'included'>[],
  contract: Contract,
  include: readonly BoundInclude[],
): Item[] {
  const attach = include.map((part) => ({
    name: part.relation.name,
    related: relatedReader(reader, tableOf, part),
  }));
  return items.map(({ row, version }) => ({
    row,
    version,
    included: Object.fromEntries(attach.map(({ name, related }) => [name, related(row, contract)])),
  }));
}

/** Reads the related rows of one row: look-ups in one process are cheap, so each row makes its own. */
function relatedReader(
  reader: StatementReader,
  tableOf: TableOf,
  include: BoundInclude,
): (row: AnyRow, contract: Contract) => Related {
  const { relation, limit } = include;
  const { sql, params } = includeSql(tableOf, include);
  const read = itemReader(tableOf(relation.to));
  return (row, contract) => {
    const column = relation.direction === 'forward' ? relation.column : contract.key;
    const value = row[column] ?? null;
    if (value === null) return { items: [], more: false };
    const type = contract.columns[column]?.type ?? { kind: 'text' };
    const rows = reader.all({ sql, params: [encode(type, value), ...params] });
    const items = rows.slice(0, limit).map(read);
    return {
      items: withIncluded(reader, tableOf, items, relation.to, include.include),
      more: rows.length > limit,
    };
  };
}
