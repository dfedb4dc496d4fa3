import type { ColumnType } from '../../datasets/columns.ts';
import type { Readers, Reading, ReadingHints } from '../mapping/compile.ts';
import { type ArrayItem, parseArray } from './arrays.ts';
import { rescale } from './numbers.ts';
import { instantOfWallClock } from './zones.ts';

const unreadable: Reading = { value: undefined };
const yes: Reading = { value: true };
const no: Reading = { value: false };

/**
 * Reads the text forms of PostgreSQL (DateStyle ISO, TimeZone UTC) into canonical values. What the canonical form
 * cannot hold is unreadable: `infinity`, years before 1 (`BC`) or after 9999, `NaN`, fractions beyond the scale.
 */
export const postgresReaders: Readers = {
  text: (text) => ({ value: text }),
  json: (text) => ({ value: text }),
  integer: (text) => ({ value: canonicalInteger.test(text) ? text : rescale(text, 0) }),
  decimal: (text, type) => ({ value: type.kind === 'decimal' ? rescale(text, type.scale) : undefined }),
  boolean: (text) => (text === 't' ? yes : text === 'f' ? no : unreadable),
  date: (text) => ({ value: readDate(text) }),
  timestamp: (text, _type, { zone }) => ({ value: readTimestamp(text, zone) }),
  list: (text, type, hints) => ({ value: type.kind === 'list' ? readList(text, type.of, hints) : undefined }),
  // A composite type names its fields nowhere in its text.
  struct: () => unreadable,
};

const canonicalInteger = /^(0|-?[1-9]\d*)$/;
const dateForm = /^(\d{4}-\d\d-\d\d)(?: 00:00:00)?$/;
const timestampForm = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?([+-]\d\d(?::\d\d){0,2})?$/;

/** A day; also from a `timestamp` column, as long as no time of the day is lost. */
function readDate(text: string): string | undefined {
  return dateForm.exec(text)?.[1];
}

/** An instant; a time without an offset needs the zone of its wall clock. */
function readTimestamp(text: string, zone: string | undefined): string | undefined {
  const match = timestampForm.exec(text);
  if (!match) return undefined;
  const [, date, time, fraction = '', offset] = match;
  const micros = fraction.padEnd(6, '0');
  if (offset === '+00') return `${date}T${time}.${micros}Z`;
  const wallClock = Date.parse(`${date}T${time}Z`) / 1000;
  if (offset !== undefined) return instantText(wallClock - offsetSeconds(offset), micros);
  return zone === undefined ? undefined : instantText(instantOfWallClock(wallClock, zone), micros);
}

function offsetSeconds(offset: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number);
  const total = hours * 3600 + minutes * 60 + seconds;
  return offset[0] === '-' ? -total : total;
}

/** Undefined outside of the years 0000 to 9999, which is where ISO 8601 stops having four digits. */
function instantText(seconds: number, micros: string): string | undefined {
  if (Number.isNaN(seconds)) return undefined;
  const iso = new Date(seconds * 1000).toISOString();
  return iso.length === 24 ? `${iso.slice(0, 19)}.${micros}Z` : undefined;
}

/** An array column, or a text cell whose items are parted by `separator`. A null item has no canonical form. */
function readList(text: string, of: ColumnType, hints: ReadingHints): unknown[] | undefined {
  if (hints.separator !== undefined) return readItems(separated(text, hints.separator), of, hints);
  const items = parseArray(text);
  return items && readItems(items, of, hints);
}

function separated(text: string, separator: string): string[] {
  return text.trim() === '' ? [] : text.split(separator).map((item) => item.trim());
}

function readItems(items: readonly ArrayItem[], of: ColumnType, hints: ReadingHints): unknown[] | undefined {
  const values: unknown[] = [];
  for (const item of items) {
    const value = readItem(item, of, hints);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function readItem(item: ArrayItem, of: ColumnType, hints: ReadingHints): unknown {
  if (item === null) return undefined;
  if (typeof item === 'string')
    return postgresReaders[of.kind](item, of, hints.zone ? { zone: hints.zone } : {}).value;
  return of.kind === 'list' ? readItems(item, of.of, hints) : undefined;
}
