import { createHash } from 'node:crypto';
import { tokensOf } from '../sql/parser/tokens.ts';
import type { Translated } from '../sql/translate.ts';

/** What is kept of a statement that somebody ran: what it touches, and no value that it names. */
export interface Footprint {
  /** Of 128 bits, hexadecimal; of what is no SQL at all, null. */
  readonly fingerprint: string | null;
  /** Qualified names, sorted; of a statement that was not understood, none. */
  readonly tables: readonly string[];
  /** `curated.students.grade`, sorted: what values are made of, and what rows are chosen, grouped or ordered by. */
  readonly columns: readonly string[];
}

export function footprintOf(sql: string, translated: Translated | null): Footprint {
  const sources = translated
    ? [...translated.uses, ...translated.columns.flatMap((made) => made.sources)]
    : [];
  const travelled = translated?.travels.map(({ table }) => table) ?? [];
  return {
    fingerprint: fingerprintOf(sql),
    tables: sorted([...(translated?.tables ?? []), ...travelled]),
    columns: sorted(sources.map(({ table, column }) => `${table}.${column}`)),
  };
}

const sorted = (names: readonly string[]) => [...new Set(names)].sort();
const values: ReadonlySet<string> = new Set(['text', 'binary', 'integer', 'decimal', 'double']);

/**
 * The same for statements that differ only in their values, in spaces, comments and the case of words. A list of
 * values is one, however many they are. SHA-256 of the tokens, cut to 128 bits.
 */
export function fingerprintOf(sql: string): string | null {
  let tokens: ReturnType<typeof tokensOf>;
  try {
    tokens = tokensOf(sql);
  } catch {
    return null;
  }
  const words = tokens.map(({ kind, value, key }) => {
    if (values.has(kind)) return '?';
    return kind === 'quoted' ? JSON.stringify(value) : key;
  });
  const text = words
    .join(' ')
    .replaceAll(/\?(?: , \?)+/g, '?')
    .trim();
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
