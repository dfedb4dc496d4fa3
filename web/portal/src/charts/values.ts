import { DataType, type Field, type Table, TimeUnit } from 'apache-arrow';

/** Rows of an answer as charts take them: numbers are numbers, dates and instants are Dates. */
export function plainRows(table: Table): Record<string, unknown>[] {
  const columns = table.schema.fields.map((field) => ({ field, vector: table.getChild(field.name) }));
  return Array.from({ length: table.numRows }, (_, row) =>
    Object.fromEntries(columns.map(({ field, vector }) => [field.name, plainValue(field, vector?.get(row))])),
  );
}

export function plainValue({ type }: Field, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (DataType.isDecimal(type)) return Number(decimalText(value as Uint32Array, type.scale));
  if (DataType.isDate(type) || DataType.isTimestamp(type)) return new Date(value as number);
  return value;
}

/** A value as people read it, with all its digits; null is not this function's affair. */
export function cellText({ type }: Field, value: unknown): string {
  if (typeof value === 'string') return value;
  if (DataType.isDecimal(type)) return decimalText(value as Uint32Array, type.scale);
  if (DataType.isDate(type)) return instantOf(value as number).slice(0, 10);
  if (DataType.isTimestamp(type)) return timestampText(value as number, type.timezone, type.unit);
  if (DataType.isBinary(type))
    return [...(value as Uint8Array)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return typeof value === 'object' ? JSON.stringify(value, plainJson) : String(value);
}

export const isNumeric = ({ type }: Field) =>
  DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type);

const plainJson = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);

/** @param halves a two's complement of 128 bits, the lowest 32 first */
function decimalText(halves: Uint32Array, scale: number): string {
  const unsigned = halves.reduceRight((sum, half) => (sum << 32n) | BigInt(half), 0n);
  const digits = BigInt.asIntN(128, unsigned);
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  return `${digits < 0n ? '-' : ''}${whole}${scale > 0 ? `.${text.slice(text.length - scale)}` : ''}`;
}

function timestampText(ms: number, zone: string | null | undefined, unit: TimeUnit): string {
  const whole = Math.floor(ms);
  // A double holds microseconds of any year that a school knows.
  const micros = unit === TimeUnit.MICROSECOND ? Math.round((ms - whole) * 1000) : 0;
  const text = instantOf(whole).replace('T', ' ').slice(0, -1);
  const fraction = `${text.slice(-3)}${String(micros).padStart(3, '0')}`.replace(/0+$/, '');
  return `${text.slice(0, -4)}${fraction ? `.${fraction}` : ''}${zone ? 'Z' : ''}`;
}

/** Beyond the range of Date there are only milliseconds to show. */
function instantOf(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString();
}
