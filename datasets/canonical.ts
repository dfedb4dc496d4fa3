import { hash } from 'node:crypto';
import type { ColumnType } from './columns.ts';
import type { AnyRow, Contract } from './contract.ts';

/**
 * One text for one row, the same in every store: a netstring (`<bytes>:<text>`) for each column in contract
 * order, `-` for null. Lists and structs are netstrings of the texts of their items; a list of two is
 * `[<item><item>`. Lengths make it unambiguous without any escaping, so that engines need only string functions
 * to render it.
 */
export function canonicalText(contract: Contract, row: AnyRow): string {
  let text = '';
  for (const name in contract.columns)
    text += cell((contract.columns[name] as { type: ColumnType }).type, row[name]);
  return text;
}

function cell(type: ColumnType, value: unknown): string {
  if (value === null || value === undefined) return '-';
  const content = contentOf(type, value);
  return `${Buffer.byteLength(content)}:${content}`;
}

function contentOf(type: ColumnType, value: unknown): string {
  if (type.kind === 'list') return `[${(value as unknown[]).map((item) => cell(type.of, item)).join('')}`;
  if (type.kind === 'struct') {
    const fields = value as Record<string, unknown>;
    return Object.entries(type.fields)
      .map(([name, field]) => cell(field, fields[name]))
      .join('');
  }
  return String(value);
}

/**
 * 64 bits of a text: the last eight bytes of its MD5 (RFC 1321), little-endian, which is what DuckDB calls
 * `md5_number_lower`. Not for secrecy: for equality.
 */
export function hash64(text: string): bigint {
  return hash('md5', text, 'buffer').readBigUInt64LE(8);
}

/** The hash of a row: equal where every value of the row is equal. */
export function rowHash(contract: Contract, row: AnyRow): bigint {
  return hash64(canonicalText(contract, row));
}

/** The heap of `count` that a key falls into, the same in every store. */
export function bucketOf(key: string, count: number): number {
  return Number(hash64(key) % BigInt(count));
}
