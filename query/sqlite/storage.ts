import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { ColumnType, Kind } from '../../datasets/columns.ts';

type Typed<K extends Kind> = Extract<ColumnType, { kind: K }>;

/** How values of a kind lie in SQLite. */
interface Storage<K extends Kind> {
  readonly sqlType: 'TEXT' | 'INTEGER';
  encode(value: never, type: Typed<K>): SQLInputValue;
  decode(stored: never, type: Typed<K>): unknown;
  /** The stored form of a canonical value that lies in a JSON text, from an expression of it. */
  fromJson(value: string): string;
}

const asText = (value: string) => value;
const asIs = (value: string) => value;
const asNumber = (value: string) => `CAST(${value} AS INTEGER)`;

/**
 * Integers are 64-bit integers and decimals integers scaled by their fraction digits (18 digits fit 64 bits), so
 * that they compare by value and nothing is rounded. Days and instants have a fixed width: their text sorts.
 */
const storages: { readonly [K in Kind]: Storage<K> } = {
  text: { sqlType: 'TEXT', encode: asText, decode: asText, fromJson: asIs },
  date: { sqlType: 'TEXT', encode: asText, decode: asText, fromJson: asIs },
  timestamp: { sqlType: 'TEXT', encode: asText, decode: asText, fromJson: asIs },
  json: { sqlType: 'TEXT', encode: asText, decode: asText, fromJson: asIs },
  integer: {
    sqlType: 'INTEGER',
    encode: (value: string) => BigInt(value),
    decode: (stored: bigint) => stored.toString(),
    fromJson: asNumber,
  },
  decimal: {
    sqlType: 'INTEGER',
    encode: (value: string) => BigInt(value.replace('.', '')),
    decode: (stored: bigint, { scale }) => decimalText(stored, scale),
    fromJson: (value) => asNumber(`replace(${value}, '.', '')`),
  },
  boolean: {
    sqlType: 'INTEGER',
    encode: (value: boolean) => (value ? 1 : 0),
    decode: (stored: bigint) => stored === 1n,
    fromJson: asIs,
  },
  list: {
    sqlType: 'TEXT',
    encode: (value: unknown) => JSON.stringify(value),
    decode: (stored: string) => JSON.parse(stored),
    fromJson: asIs,
  },
  struct: {
    sqlType: 'TEXT',
    encode: (value: unknown) => JSON.stringify(value),
    decode: (stored: string) => JSON.parse(stored),
    fromJson: asIs,
  },
};

function decimalText(stored: bigint, scale: number): string {
  if (scale === 0) return stored.toString();
  const digits = (stored < 0n ? -stored : stored).toString().padStart(scale + 1, '0');
  return `${stored < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

// The table is keyed by the kind that both arguments carry, which the compiler cannot follow.
const storageOf = (type: ColumnType) => storages[type.kind] as Storage<Kind>;

export const sqlTypeOf = (type: ColumnType): string => storageOf(type).sqlType;
export const fromJson = (type: ColumnType, value: string): string => storageOf(type).fromJson(value);

/** The stored form of a canonical value. */
export function encode(type: ColumnType, value: unknown): SQLInputValue {
  return value === null || value === undefined ? null : storageOf(type).encode(value as never, type as never);
}

/** The canonical value of what was stored, read with BigInts. */
export function decode(type: ColumnType, stored: SQLOutputValue | undefined): unknown {
  return stored === null ? null : storageOf(type).decode(stored as never, type as never);
}
