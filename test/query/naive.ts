import type { ColumnType } from '../../datasets/columns.ts';
import type { AnyRow, Contract } from '../../datasets/contract.ts';
import type { Comparison, Filter, Sort } from '../../query/language/ast.ts';
import { folded, stem } from '../../query/text/words.ts';
import { contracts } from './contracts.ts';

export type Rows = Readonly<Record<string, readonly AnyRow[]>>;

/** What full text reads of the test contracts: true for prose. */
const searched: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  pupils: { given_name: false, family_name: false, email: false, notes: true, nicknames: false },
  guardians: { name: false, email: false },
  groups: { title: true },
  terms: { title: true },
};

/** Whether a row satisfies a filter, by reading every row that there is: slow, and as the language is written. */
export function holds(rows: Rows, dataset: string, row: AnyRow, filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.every((part) => holds(rows, dataset, row, part));
    case 'or':
      return filter.of.some((part) => holds(rows, dataset, row, part));
    case 'not':
      return !holds(rows, dataset, row, filter.of);
    case 'null':
      return valueAt(row, filter.path) === null;
    case 'compare':
      return compares(dataset, row, filter.path, filter.operator, filter.value);
    case 'in':
      return filter.values.some((value) => compares(dataset, row, filter.path, '=', value));
    case 'prefix': {
      const value = valueAt(row, filter.path) as string | null;
      if (value === null) return false;
      const byWords = searched[dataset]?.[filter.path] !== undefined;
      return byWords ? folded(value).startsWith(folded(filter.value)) : value.startsWith(filter.value);
    }
    case 'contains': {
      const items = valueAt(row, filter.path) as unknown[] | null;
      return items?.includes(filter.value) ?? false;
    }
    case 'text':
      return matches(dataset, row, filter.words, filter.columns);
    case 'has':
      return related(rows, dataset, row, filter.relation).some(
        ([to, other]) => filter.where === undefined || holds(rows, to, other, filter.where),
      );
  }
}

/** The keys of the rows in order. */
export function ordered(dataset: string, rows: readonly AnyRow[], sort: readonly Sort[]): string[] {
  const key = keyOf(dataset);
  const whole = [...sort, { path: key, descending: false, nulls: 'last' as const }];
  const before = (a: AnyRow, b: AnyRow) => {
    for (const { path, descending, nulls } of whole) {
      const [one, other] = [valueAt(a, path), valueAt(b, path)];
      if (one === null && other === null) continue;
      if (one === null || other === null) return (one === null) === (nulls === 'first') ? -1 : 1;
      const byWords = searched[dataset]?.[path] !== undefined;
      const order =
        (byWords ? byCodePoints(folded(String(one)), folded(String(other))) : 0) ||
        byType(typeAt(dataset, path), one, other);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
  return [...rows].sort(before).map((row) => String(row[key]));
}

function matches(dataset: string, row: AnyRow, text: string, columns?: readonly string[]): boolean {
  const words = folded(text)
    .split(' ')
    .filter((word) => word !== '');
  const read = Object.entries(searched[dataset] ?? {}).filter(([name]) => columns?.includes(name) ?? true);
  return (
    words.length > 0 &&
    words.every((word) =>
      read.some(([name, prose]) => {
        const value = ([row[name] ?? ''] as unknown[]).flat().join(' ');
        return folded(value)
          .split(' ')
          .some((there) => there.startsWith(word) || (prose && there !== '' && stem(there) === stem(word)));
      }),
    )
  );
}

function related(rows: Rows, dataset: string, row: AnyRow, relation: string): [string, AnyRow][] {
  const column = contractOf(dataset).columns[relation];
  if (column?.references) {
    const to = column.references;
    const keys = ([row[relation] ?? []] as unknown[]).flat();
    return (rows[to] ?? []).filter((other) => keys.includes(other[keyOf(to)])).map((other) => [to, other]);
  }
  const [to = '', named] = relation.split('.');
  const columns = Object.entries(contractOf(to).columns).filter(
    ([, { references }]) => references === dataset,
  );
  const refers = named ?? columns[0]?.[0] ?? '';
  return (rows[to] ?? [])
    .filter((other) => ([other[refers] ?? []] as unknown[]).flat().includes(row[keyOf(dataset)]))
    .map((other) => [to, other]);
}

function compares(
  dataset: string,
  row: AnyRow,
  path: string,
  operator: Comparison,
  literal: unknown,
): boolean {
  const value = valueAt(row, path);
  if (value === null) return false;
  const order = byType(typeAt(dataset, path), value, literal);
  const answers = { '=': order === 0, '!=': order !== 0, '<': order < 0, '<=': order <= 0, '>': order > 0 };
  return operator === '>=' ? order >= 0 : answers[operator];
}

function byType(type: ColumnType, one: unknown, other: unknown): number {
  if (type.kind === 'boolean') return Number(one) - Number(other);
  if (type.kind !== 'integer' && type.kind !== 'decimal') return byCodePoints(String(one), String(other));
  const [a, b] = [one, other].map((value) => BigInt(String(value).replace('.', ''))) as [bigint, bigint];
  return a < b ? -1 : a > b ? 1 : 0;
}

const byCodePoints = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));

function valueAt(row: AnyRow, path: string): unknown {
  let value: unknown = row;
  for (const name of path.split('.')) {
    value = Array.isArray(value)
      ? value.map((item) => (item as AnyRow)[name])
      : ((value as AnyRow | null)?.[name] ?? null);
  }
  return value;
}

function typeAt(dataset: string, path: string): ColumnType {
  const [column = '', field] = path.split('.');
  const type = contractOf(dataset).columns[column]?.type ?? { kind: 'text' };
  return field !== undefined && type.kind === 'struct' ? (type.fields[field] ?? type) : type;
}

const contractOf = (dataset: string) => contracts[dataset] as Contract;
const keyOf = (dataset: string) => contractOf(dataset).key;
