import { createHash } from 'node:crypto';
import type { AnyRow, Contract } from '../../datasets/contract.ts';
import { references } from '../language/relations.ts';
import { extractedColumn, type SearchedField, searchedFields } from '../text/searched.ts';
import { folded, stems } from '../text/words.ts';
import { sqlTypeOf } from './storage.ts';

/** Raised when the same statements would be filled in another way, such as by another folding of text. */
const format = 1;

/** The tables of one dataset in one generation: data, from which statements are made. */
export interface IndexTable {
  readonly contract: Contract;
  readonly name: string;
  /** Full text index; null where full text reads nothing. */
  readonly text: string | null;
  readonly searched: readonly SearchedField[];
  readonly searchColumns: readonly SearchColumn[];
  /** Side tables `(item, id)` of the columns that hold lists of keys. */
  readonly lists: readonly { readonly column: string; readonly table: string }[];
}

/** A column that full text reads: the folded words of a field, or their stems. */
export interface SearchColumn {
  readonly name: string;
  readonly field: SearchedField;
  readonly stemmed: boolean;
}

export const wordsColumn = (field: SearchedField) => `${field.name}~words`;
export const stemsColumn = (field: SearchedField) => `${field.name}~stems`;
export const versionColumn = '_version';

export function indexTable(contract: Contract, generation: number): IndexTable {
  const name = `${contract.name}.${generation}`;
  const searched = searchedFields(contract);
  return {
    contract,
    name,
    text: searched.length > 0 ? `${name}~text` : null,
    searched,
    searchColumns: searched.flatMap((field) => [
      { name: wordsColumn(field), field, stemmed: false },
      ...(field.prose ? [{ name: stemsColumn(field), field, stemmed: true }] : []),
    ]),
    lists: references(contract)
      .filter(({ list }) => list)
      .map(({ column }) => ({ column, table: `${name}.${column}` })),
  };
}

/** A name as SQL quotes it. */
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The statements that create the tables of a dataset, with the triggers that keep them together. */
export function createStatements(table: IndexTable): string[] {
  const { contract, name, lists } = table;
  const columns = Object.entries(contract.columns).map(
    ([column, { type }]) =>
      `${quoted(column)} ${sqlTypeOf(type)}${column === contract.key ? ' NOT NULL UNIQUE' : ''}`,
  );
  // What full text reads comes last: reading a row then stops before it.
  const search = table.searchColumns.map((column) => `${quoted(column.name)} TEXT`);
  const version = `${quoted(versionColumn)} INTEGER NOT NULL`;
  const body = ['id INTEGER PRIMARY KEY', ...columns, version, ...search].join(', ');
  return [
    `CREATE TABLE ${quoted(name)} (${body}) STRICT`,
    ...references(contract)
      .filter(({ list }) => !list)
      .map(({ column }) => {
        const index = quoted(`${name}.${column}`);
        return `CREATE INDEX ${index} ON ${quoted(name)} (${quoted(column)}) WHERE ${quoted(column)} IS NOT NULL`;
      }),
    ...lists.flatMap((list) => listStatements(table, list)),
    ...textStatements(table),
  ];
}

function listStatements(owner: IndexTable, { column, table }: { column: string; table: string }): string[] {
  const items = (side: string) => `SELECT value FROM json_each(${side}.${quoted(column)})`;
  const insert = `INSERT INTO ${quoted(table)} SELECT DISTINCT value, new.id FROM json_each(new.${quoted(column)});`;
  const remove = `DELETE FROM ${quoted(table)} WHERE id = old.id AND item IN (${items('old')});`;
  const changed = `old.${quoted(column)} IS NOT new.${quoted(column)}`;
  return [
    `CREATE TABLE ${quoted(table)} (item TEXT, id INTEGER, PRIMARY KEY (item, id)) STRICT, WITHOUT ROWID`,
    trigger(owner, `${table}+`, 'INSERT', '', insert),
    trigger(owner, `${table}-`, 'DELETE', '', remove),
    trigger(owner, `${table}=`, 'UPDATE', `WHEN ${changed}`, `${remove} ${insert}`),
  ];
}

function textStatements(owner: IndexTable): string[] {
  const { text, searchColumns } = owner;
  if (text === null) return [];
  const names = searchColumns.map(({ name }) => quoted(name));
  const list = names.join(', ');
  // Rows without text, the most of many facts, cost the index nothing.
  const write = (command: string, side: string) =>
    `INSERT INTO ${quoted(text)} (${command}rowid, ${list})
     SELECT ${command === '' ? '' : "'delete', "}${side}.id, ${names.map((name) => `${side}.${name}`).join(', ')}
     WHERE ${names.map((name) => `${side}.${name} IS NOT NULL`).join(' OR ')};`;
  const insert = write('', 'new');
  const remove = write(`${quoted(text)}, `, 'old');
  const changed = names.map((name) => `old.${name} IS NOT new.${name}`).join(' OR ');
  const set = (option: string, value: number) =>
    `INSERT INTO ${quoted(text)} (${quoted(text)}, rank) VALUES ('${option}', ${value})`;
  return [
    // The words are folded already: they only have to be cut at the spaces.
    `CREATE VIRTUAL TABLE ${quoted(text)} USING fts5(${list}, content=${quoted(owner.name)}, content_rowid='id', tokenize='ascii')`,
    set('hashsize', 32 * 1024 * 1024),
    trigger(owner, `${text}+`, 'INSERT', '', insert),
    trigger(owner, `${text}-`, 'DELETE', '', remove),
    trigger(owner, `${text}=`, 'UPDATE', `WHEN ${changed}`, `${remove} ${insert}`),
  ];
}

function trigger(table: IndexTable, name: string, event: string, when: string, body: string): string {
  return `CREATE TRIGGER ${quoted(name)} AFTER ${event} ON ${quoted(table.name)} ${when} BEGIN ${body} END`;
}

const definitions = new WeakMap<Contract, string>();

/** Equal when a contract leads to the same tables with the same content. */
export function definitionOf(contract: Contract): string {
  let definition = definitions.get(contract);
  if (definition === undefined) {
    const statements = [format, ...createStatements(indexTable(contract, 0))];
    definition = createHash('sha256').update(statements.join('\n')).digest('hex');
    definitions.set(contract, definition);
  }
  return definition;
}

/** Characters of one value that full text reads: more than a book has. */
const longestSearched = 4 * 1_048_576;

/** What full text reads of a row, in the order of the table's search columns; null where nothing is. */
export function searchValues(table: IndexTable, row: AnyRow, extracted: string | null): (string | null)[] {
  let words: string | null = null;
  return table.searchColumns.map(({ field, stemmed }) => {
    if (stemmed) return words === null ? null : stems(words);
    words = textOfField(field, row, extracted);
    if (words !== null) words = folded(words.slice(0, longestSearched));
    return words;
  });
}

function textOfField({ from, name }: SearchedField, row: AnyRow, extracted: string | null): string | null {
  if (from === 'extracted') return extracted;
  const value = row[name] ?? null;
  return from === 'list' ? ((value as string[] | null)?.join(' ') ?? null) : (value as string | null);
}

/** The hash under which the text of a document is kept; null where a row has none. */
export function extractedHash(contract: Contract, row: AnyRow): string | null {
  return extractedColumn in contract.columns ? ((row[extractedColumn] as string | null) ?? null) : null;
}
