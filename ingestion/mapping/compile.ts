import { UserError } from '../../base/errors.ts';
import type { Column, ColumnType, Kind } from '../../datasets/columns.ts';
import type { AnyRow, Contract } from '../../datasets/contract.ts';
import { cellProblem, type ValueProblem } from '../../datasets/values.ts';
import type { FieldRule, Mapping, Repair, SourceRow } from './mapping.ts';

/** One cell read into a canonical value; `value: undefined` says that no value could be read from it. */
export interface Reading {
  readonly value: unknown;
  /** What was mended on the way, in words without the value. */
  readonly repair?: string;
}

export interface ReadingHints {
  readonly separator?: string;
  readonly zone?: string;
}

/** How one kind of source writes each kind of value. */
export type Readers = Readonly<
  Record<Kind, (text: string, type: ColumnType, hints: ReadingHints) => Reading>
>;

/** A source row seen through a mapping. */
export interface Mapped {
  readonly key: string | null;
  readonly row: AnyRow;
  /** Contract columns that the source did not send. */
  readonly unchanged: readonly string[];
  /** Source columns that no contract column holds, and originals of values that could not be read. */
  readonly extra: SourceRow | null;
  /** The dataset has no row for this source row: filtered out by `when`, or marked as deleted. */
  readonly deleted: boolean;
  readonly occurredAt: string | null;
  /** Why the row cannot be accepted: a required value is missing or unreadable. */
  readonly problem: ValueProblem | null;
  readonly repairs: readonly Repair[];
}

export interface CompiledMapping {
  readonly mapping: Mapping;
  readonly contract: Contract;
  map(source: SourceRow): Mapped;
  /** The row's key, from a source row that may hold key columns only; null when it has none. */
  keyOf(source: SourceRow): string | null;
  /** Source columns that some rule reads. */
  readonly usedColumns: ReadonlySet<string>;
}

/** What a field reads: undefined where its source column was not sent. */
type Field = (source: SourceRow) => Reading | undefined;

const nothing: Reading = { value: null };

/** Turns a mapping into functions, once; mapping a row afterwards allocates little but the row. */
export function compileMapping(mapping: Mapping, contract: Contract, readers: Readers): CompiledMapping {
  checkMapping(mapping, contract);
  const columns = Object.entries(contract.columns).map(([name, column]) => ({
    name,
    column,
    read: compileField(mapping.fields[name], column, readers),
  }));
  const keyField = compileField(
    mapping.fields[contract.key],
    contract.columns[contract.key] as Column,
    readers,
  );
  const usedColumns = new Set(Object.values(mapping.fields).flatMap(columnsOf));
  const notExtra = new Set([...usedColumns, ...mapping.secret]);
  const readInstant = readers.timestamp;

  function keyOf(source: SourceRow): string | null {
    const value = keyField(source)?.value;
    return typeof value === 'string' && value !== '' ? value : null;
  }

  function map(source: SourceRow): Mapped {
    const row: Record<string, unknown> = {};
    const unchanged: string[] = [];
    const repairs: Repair[] = [];
    const originals: Record<string, string | null> = {};
    let problem: ValueProblem | null = null;
    for (const { name, column, read } of columns) {
      const reading = read(source);
      if (reading === undefined) {
        unchanged.push(name);
        row[name] = null;
        continue;
      }
      const settled = settle(name, column, reading, repairs);
      row[name] = settled.value;
      if (!settled.problem) continue;
      if (column.optional) {
        for (const from of columnsOf(mapping.fields[name])) originals[from] = source[from] ?? null;
      } else problem ??= { ...settled.problem, value: originalOf(mapping.fields[name], source) };
    }
    return {
      key: keyOf(source),
      row,
      unchanged,
      extra: extraOf(source, notExtra, originals),
      deleted: isDeleted(mapping, source),
      occurredAt: occurredAt(mapping, source, readInstant),
      problem,
      repairs,
    };
  }

  return { mapping, contract, map, keyOf, usedColumns };
}

/** A reading made fit for its column: an unreadable optional value becomes null, a foreign code `ext:...`. */
function settle(
  name: string,
  column: Column,
  reading: Reading,
  repairs: Repair[],
): { value: unknown; problem: ValueProblem | null } {
  if (reading.repair) repairs.push({ column: name, repair: reading.repair });
  const value = keepForeign(name, column, reading.value, repairs);
  const problem =
    value === undefined
      ? { column: name, rule: `is not a readable ${column.type.kind}`, value: '' }
      : cellProblem(name, column, value);
  if (!problem) return { value, problem };
  if (column.optional) repairs.push({ column: name, repair: `left empty: ${problem.rule}` });
  return { value: null, problem };
}

function keepForeign(name: string, column: Column, value: unknown, repairs: Repair[]): unknown {
  const { vocabulary } = column;
  if (!vocabulary || value === null || value === undefined) return value;
  const keep = (item: unknown) => {
    if (typeof item !== 'string' || item === '' || vocabulary.includes(item) || item.startsWith('ext:'))
      return item;
    repairs.push({ column: name, repair: 'unknown value kept as ext:' });
    return `ext:${item}`;
  };
  return Array.isArray(value) ? value.map(keep) : keep(value);
}

function compileField(rule: FieldRule | undefined, column: Column, readers: Readers): Field {
  if (rule === undefined) return () => nothing;
  if (typeof rule === 'string') return compileField({ column: rule }, column, readers);
  if ('constant' in rule) {
    const reading: Reading = { value: rule.constant };
    return () => reading;
  }
  if ('template' in rule) return compileTemplate(rule.template);
  const { type } = column;
  const read = readers[type.kind];
  const { codes, otherwise } = rule;
  const fallback: Reading = otherwise === undefined ? nothing : { value: otherwise };
  return (source) => {
    const text = source[rule.column];
    if (text === undefined) return undefined;
    if (text === null) return fallback;
    if (!codes) return read(text, type, rule);
    if (type.kind !== 'list') return text in codes ? { value: codes[text] } : read(text, type, rule);
    const reading = read(text, type, rule);
    return Array.isArray(reading.value)
      ? { ...reading, value: reading.value.map((item) => (item in codes ? codes[item] : item)) }
      : reading;
  };
}

function compileTemplate(template: string): Field {
  const parts = template.split(/\{(\w+)\}/);
  return (source) => {
    let text = '';
    for (const [index, part] of parts.entries()) {
      if (index % 2 === 0) text += part;
      else {
        const value = source[part];
        if (value === undefined) return undefined;
        if (value === null || value === '') return nothing;
        text += value;
      }
    }
    return { value: text };
  };
}

/** The source columns that a rule reads. */
export function columnsOf(rule: FieldRule | undefined): string[] {
  if (rule === undefined) return [];
  if (typeof rule === 'string') return [rule];
  if ('constant' in rule) return [];
  if ('template' in rule) return [...rule.template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
  return [rule.column];
}

function originalOf(rule: FieldRule | undefined, source: SourceRow): string {
  return columnsOf(rule)
    .map((column) => source[column] ?? '')
    .join(', ');
}

function extraOf(
  source: SourceRow,
  notExtra: ReadonlySet<string>,
  originals: Record<string, string | null>,
): SourceRow | null {
  const extra: Record<string, string | null> = { ...originals };
  for (const name in source) if (!notExtra.has(name)) extra[name] = source[name] ?? null;
  for (const _ in extra) return extra;
  return null;
}

function isDeleted({ when, deletedWhen }: Mapping, source: SourceRow): boolean {
  if (when && !when.in.includes(source[when.column] ?? '')) return true;
  return deletedWhen?.in.includes(source[deletedWhen.column] ?? '') ?? false;
}

function occurredAt(mapping: Mapping, source: SourceRow, read: Readers['timestamp']): string | null {
  const text = mapping.occurredAt ? source[mapping.occurredAt] : null;
  if (!text) return null;
  const { value } = read(text, { kind: 'timestamp' }, {});
  return typeof value === 'string' ? value : null;
}

/** Refuses a mapping that does not fit its contract, naming the mapping's table and the column. */
export function checkMapping(mapping: Mapping, contract: Contract): void {
  const problems: string[] = [];
  for (const name of Object.keys(mapping.fields)) {
    if (!(name in contract.columns)) problems.push(`${name} is no column of ${contract.name}`);
  }
  for (const [name, column] of Object.entries(contract.columns)) {
    if (!column.optional && mapping.fields[name] === undefined)
      problems.push(`${name} is required and not mapped`);
  }
  for (const [name, rule] of Object.entries(mapping.fields)) {
    const secret = columnsOf(rule).find((column) => mapping.secret.includes(column));
    if (secret) problems.push(`${name} reads ${secret}, which is secret`);
  }
  if (problems.length) {
    throw new UserError(`mapping ${mapping.table} -> ${mapping.dataset}: ${problems.join('; ')}`, {
      hint: 'Correct the mapping file so that it fits the contract.',
    });
  }
}
