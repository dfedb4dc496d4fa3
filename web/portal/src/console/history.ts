import { keep, read } from '../settings/stored.ts';

/** A statement that was run, newest first; kept in this browser alone. */
export interface Remembered {
  readonly sql: string;
  /** Instant in ISO form. */
  readonly at: string;
}

const most = 50;
const name = 'sql.history';

export function readHistory(): readonly Remembered[] {
  try {
    const kept: unknown = JSON.parse(read(name) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRemembered) : [];
  } catch {
    return [];
  }
}

/** Puts a statement in front; one that was there already moves. */
export function remember(sql: string, at: string): readonly Remembered[] {
  const others = readHistory().filter((known) => known.sql !== sql);
  return write([{ sql, at }, ...others].slice(0, most));
}

export const forgetAll = () => write([]);

function write(history: readonly Remembered[]): readonly Remembered[] {
  keep(name, JSON.stringify(history));
  return history;
}

const isRemembered = (value: unknown): value is Remembered =>
  typeof value === 'object' &&
  value !== null &&
  'sql' in value &&
  typeof value.sql === 'string' &&
  'at' in value &&
  typeof value.at === 'string';
