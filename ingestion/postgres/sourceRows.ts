import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { catalog } from '../../datasets/catalog.ts';
import type { AnyRow, Contract } from '../../datasets/contract.ts';
import type { CompiledMapping } from '../mapping/compile.ts';
import type { FieldRule, Mapping } from '../mapping/mapping.ts';
import { offer } from '../mapping/offer.ts';
import { checkTables, readTableFacts, type TableFacts } from './catalog.ts';
import { connect, quoteName, quoteText } from './connect.ts';
import { openCopyText } from './copyText.ts';
import { type Lsn, parseLsn } from './lsn.ts';
import { copyStatement, lockStatement } from './snapshot.ts';
import { withNulls } from './stream.ts';
import { compileTables, placeOf, type SourceTable } from './tables.ts';
import { readTypeNames } from './types.ts';

/** A row of the source as a dataset has it; `row` is null where it breaks the contract. */
export interface SourceRead {
  /** Null only for a row without a readable key, which then breaks the contract. */
  readonly key: string | null;
  readonly row: AnyRow | null;
}

/** The mapped tables as they are at one moment. */
export interface SourceSnapshot {
  /** Every commit that the snapshot sees ended at or before this place; asynchronous ones may end a moment later. */
  readonly lsn: Lsn;
  /** The rows of a dataset, all or those of some keys, in no order. One reading at a time. */
  rows(dataset: string, keys?: Iterable<string>): AsyncGenerator<SourceRead>;
  close(): Promise<void>;
}

/**
 * Opens a snapshot of the source, to compare with: its rows go through the feeder's mappings, but not through slot,
 * stream or ledger. Only reads. UserError when the tables do not fit the mappings.
 */
export async function openSourceSnapshot(
  connectionString: string,
  mappings: readonly Mapping[],
  contracts: Readonly<Record<string, Contract>> = catalog,
): Promise<SourceSnapshot> {
  const tables = compileTables(mappings, contracts);
  const client = await connect(connectionString);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(lockStatement(tables));
    const { rows } = await client.query('SELECT pg_current_wal_flush_lsn()::text AS lsn');
    const facts = await readTableFacts(client, tables, await readTypeNames(client));
    checkTables(tables, facts);
    return {
      lsn: parseLsn((rows[0] as { lsn: string }).lsn),
      async *rows(dataset, keys) {
        const wanted = keys && new Set(keys);
        for (const table of tables) {
          for (const compiled of table.mappings) {
            if (compiled.contract.name !== dataset) continue;
            yield* readRows(client, table, compiled, facts.get(table.label)?.columns ?? [], wanted);
          }
        }
      },
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function* readRows(
  client: pg.Client,
  table: SourceTable,
  compiled: CompiledMapping,
  columns: TableFacts['columns'],
  wanted: ReadonlySet<string> | undefined,
): AsyncGenerator<SourceRead> {
  const names = columns.map(({ name }) => name).filter((name) => !table.secret.has(name));
  const absent = [...table.optional].filter((name) => !names.includes(name));
  const condition = wanted ? keyCondition(compiled, wanted) : '';
  const text = openCopyText(names);
  for await (const chunk of client.query(
    copyTo(copyStatement(table, names, condition)),
  ) as AsyncIterable<Buffer>) {
    for (const row of text.push(chunk)) {
      const found = { position: '', place: placeOf(table, row) };
      const { change, rejection } = offer(compiled, withNulls(row, absent), found);
      const read = rejection
        ? { key: rejection.key, row: null }
        : change?.row
          ? { key: change.key, row: change.row }
          : null;
      if (read && (!wanted || (read.key !== null && wanted.has(read.key)))) yield read;
    }
  }
  text.end();
}

/** Keys are put together in SQL as the mapping does; where that is not possible, every row is read. */
function keyCondition({ mapping, contract }: CompiledMapping, keys: ReadonlySet<string>): string {
  const expression = keyExpression(mapping.fields[contract.key]);
  return expression
    ? ` WHERE ${expression} = ANY (ARRAY[${[...keys].map(quoteText).join(', ')}]::text[])`
    : '';
}

/** `concat` writes values as COPY does, which a cast to text does not for all types. */
function keyExpression(rule: FieldRule | undefined): string | null {
  if (typeof rule === 'string') return `concat(${quoteName(rule)})`;
  if (rule === undefined || !('template' in rule)) return null;
  const parts = rule.template.split(/\{(\w+)\}/);
  return `concat(${parts.map((part, index) => (index % 2 === 0 ? quoteText(part) : quoteName(part))).join(', ')})`;
}
