import type { Column, Kind } from './columns.ts';
import type { AnyRow, Contract, QualityRule } from './contract.ts';
import type { ValueProblem } from './values.ts';

/** A rule that one row alone keeps or breaks. */
type RowRule = QualityRule & { readonly kind: 'between' | 'ordered' };

/** Looks at a whole row: the first rule of severity `quarantine` that it breaks, or null. */
export type RowCheck = (row: AnyRow) => ValueProblem | null;

/** The check of a contract's rows; null where it has no rule of that severity. */
export function rowCheck({ quality, columns }: Contract): RowCheck | null {
  const rules = quality.filter(
    (rule): rule is RowRule =>
      rule.severity === 'quarantine' && (rule.kind === 'between' || rule.kind === 'ordered'),
  );
  if (rules.length === 0) return null;
  return (row) => {
    for (const rule of rules) {
      const problem = rule.kind === 'between' ? outside(rule, columns, row) : unordered(rule, columns, row);
      if (problem) return problem;
    }
    return null;
  };
}

type Columns = Readonly<Record<string, Column>>;

function outside(
  { name, column, min, max }: RowRule & { kind: 'between' },
  columns: Columns,
  row: AnyRow,
): ValueProblem | null {
  const value = row[column];
  if (typeof value !== 'string') return null;
  const { kind } = (columns[column] as Column).type;
  const told = (rule: string) => ({ column, rule: `${rule} (rule ${name})`, value });
  if (min !== undefined && isAbove(kind, min, value)) return told(`is below ${min}`);
  return max !== undefined && isAbove(kind, value, max) ? told(`is above ${max}`) : null;
}

function unordered(
  { name, first, second }: RowRule & { kind: 'ordered' },
  columns: Columns,
  row: AnyRow,
): ValueProblem | null {
  const [value, other] = [row[first], row[second]];
  if (typeof value !== 'string' || typeof other !== 'string') return null;
  return isAbove((columns[first] as Column).type.kind, value, other)
    ? { column: first, rule: `is above ${second} (rule ${name})`, value }
    : null;
}

/** Canonical dates and instants order as texts do; numbers, once their fractions are as long, as integers. */
export function isAbove(kind: Kind, value: string, other: string): boolean {
  if (kind === 'date' || kind === 'timestamp') return value > other;
  const places = Math.max(fraction(value).length, fraction(other).length);
  return scaled(value, places) > scaled(other, places);
}

const fraction = (number: string) => number.split('.')[1] ?? '';
const scaled = (number: string, places: number) =>
  BigInt(number.replace('.', '') + '0'.repeat(places - fraction(number).length));
