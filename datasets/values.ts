import type { Column, ColumnType } from './columns.ts';
import type { AnyRow, Contract } from './contract.ts';

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const integerForm = /^(0|-?[1-9]\d*)$/;
const decimalForm = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const dateForm = /^(\d{4})-(\d{2})-(\d{2})$/;
const timestampForm = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;

/** What is wrong with one value: the rule, in words that fit behind "students.birth_date: ". */
export interface ValueProblem {
  readonly column: string;
  readonly rule: string;
  /** The value as text, for messages; whoever prints it asks the column's classification first. */
  readonly value: string;
}

/**
 * The rule that a value breaks, or null. Canonical forms: text without NUL or half surrogates; integer as
 * decimal digits within 64 bits; decimal with exactly `scale` fraction digits; boolean; date `YYYY-MM-DD` of
 * the years 0001 to 9999; timestamp `YYYY-MM-DDTHH:MM:SS.ffffffZ`; json as its text; list and struct of these.
 */
export function brokenRule(type: ColumnType, value: unknown): string | null {
  switch (type.kind) {
    case 'text':
      return textRule(value);
    case 'integer':
      return integerRule(value);
    case 'decimal':
      return decimalRule(value, type.precision, type.scale);
    case 'boolean':
      return typeof value === 'boolean' ? null : 'is not true or false';
    case 'date':
      return typeof value === 'string' && isDate(value) ? null : 'is not a date YYYY-MM-DD';
    case 'timestamp':
      return typeof value === 'string' && timestampForm.test(value) && isDate(value.slice(0, 10))
        ? null
        : 'is not an instant YYYY-MM-DDTHH:MM:SS.ffffffZ';
    case 'json':
      return textRule(value) ?? (isJson(value as string) ? null : 'is not JSON');
    case 'list':
      return listRule(type.of, value);
    case 'struct':
      return structRule(type.fields, value);
  }
}

function textRule(value: unknown): string | null {
  if (typeof value !== 'string') return 'is not a text';
  if (value.includes('\0')) return 'holds a NUL character';
  return value.isWellFormed() ? null : 'holds half of a surrogate pair';
}

function integerRule(value: unknown): string | null {
  if (typeof value !== 'string' || !integerForm.test(value)) return 'is not a whole number';
  if (value.length < 19) return null;
  // The longest that fits, with its sign, has 20 characters; longer ones are not worth reading.
  const number = value.length > 20 ? int64.max + 1n : BigInt(value);
  return number < int64.min || number > int64.max ? 'does not fit 64 bits' : null;
}

function decimalRule(value: unknown, precision: number, scale: number): string | null {
  if (typeof value !== 'string' || !decimalForm.test(value)) return 'is not a decimal number';
  const point = value.indexOf('.');
  const fraction = point < 0 ? 0 : value.length - point - 1;
  if (fraction !== scale) return `does not have exactly ${scale} fraction digits`;
  if (/^-[0.]+$/.test(value)) return 'is a negative zero';
  const digits = value.replace(/[-.]/g, '').replace(/^0+/, '').length;
  return digits > precision ? `has more than ${precision} digits` : null;
}

function listRule(of: ColumnType, value: unknown): string | null {
  if (!Array.isArray(value)) return 'is not a list';
  for (const [index, item] of value.entries()) {
    const rule = brokenRule(of, item);
    if (rule) return `item ${index + 1} ${rule}`;
  }
  return null;
}

function structRule(fields: Readonly<Record<string, ColumnType>>, value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not an object';
  const surplus = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (surplus !== undefined) return `has an unknown field "${surplus}"`;
  for (const [name, type] of Object.entries(fields)) {
    const field = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    if (field === undefined) return `lacks the field "${name}"`;
    const rule = field === null ? null : brokenRule(type, field);
    if (rule) return `field "${name}" ${rule}`;
  }
  return null;
}

function isDate(value: string): boolean {
  const match = dateForm.exec(value);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** Whether values of a column say something of a person, so that messages leave them out. */
export const isClassified = ({ columns }: Contract, column: string): boolean =>
  (columns[column]?.reveals ?? 'nothing') !== 'nothing';

/** The first thing that is wrong with a cell of a row, or null. A column's vocabulary is open: `ext:...` passes. */
export function cellProblem(name: string, column: Column, value: unknown): ValueProblem | null {
  if (value === null || value === undefined) {
    return column.optional ? null : { column: name, rule: 'is missing', value: '' };
  }
  const rule = brokenRule(column.type, value) ?? vocabularyRule(column, value);
  return rule ? { column: name, rule, value: shown(value) } : null;
}

/** A value as text, whatever it is: what breaks a rule may be no JSON at all. */
function shown(value: unknown): string {
  if (typeof value !== 'object') return String(value);
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}` : item));
}

function vocabularyRule(column: Column, value: unknown): string | null {
  if (!column.vocabulary) return null;
  const foreign = (Array.isArray(value) ? value : [value]).find(
    (item) => !column.vocabulary?.includes(item) && !String(item).startsWith('ext:'),
  );
  return foreign === undefined ? null : `is none of ${column.vocabulary.join(', ')} and not ext:...`;
}

/** Everything that is wrong with a row by its contract; empty when it may enter the ledger. */
export function rowProblems(contract: Contract, row: AnyRow): ValueProblem[] {
  const problems: ValueProblem[] = [];
  for (const name in contract.columns) {
    const problem = cellProblem(name, contract.columns[name] as Column, row[name]);
    if (problem) problems.push(problem);
  }
  if (row[contract.key] === '') problems.push({ column: contract.key, rule: 'is empty', value: '' });
  return problems;
}
