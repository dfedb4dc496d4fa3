import type { ColumnType } from '../../datasets/columns.ts';
import type { Readers, Reading } from '../mapping/compile.ts';

const unreadable: Reading = { value: undefined };

/**
 * Reads the cells of OneRoster files, as sloppily as real files write them, into canonical values. What had to be
 * mended is told; what cannot be read for certain is unreadable, never guessed.
 */
export const oneRosterReaders: Readers = {
  text: (text) => ({ value: text }),
  json: (text) => ({ value: text }),
  integer: (text) => readDecimal(text, 0),
  decimal: (text, type) => readDecimal(text, type.kind === 'decimal' ? type.scale : 0),
  boolean: readBoolean,
  date: readDate,
  timestamp: readTimestamp,
  list: (text, type, hints) => (type.kind === 'list' ? readList(text, type.of, hints.separator) : unreadable),
  struct: (text) => readIdentifier(text),
};

const truths: Readonly<Record<string, boolean>> = {
  ...{ true: true, t: true, yes: true, y: true, 1: true, si: true, sí: true, verdadero: true },
  ...{ false: false, f: false, no: false, n: false, 0: false, falso: false },
};

function readBoolean(text: string): Reading {
  if (text === 'true') return { value: true };
  if (text === 'false') return { value: false };
  const word = text.trim().toLowerCase();
  return Object.hasOwn(truths, word)
    ? { value: truths[word], repair: 'boolean written otherwise' }
    : unreadable;
}

const numberForm = /^\s*([+-]?)(\d*)(?:([.,])(\d*))?\s*$/;

/** Exactly `scale` fraction digits; digits beyond them are rounded half away from zero, and that is told. */
function readDecimal(text: string, scale: number): Reading {
  const match = numberForm.exec(text);
  const [, sign, whole = '', mark, fraction = ''] = match ?? [];
  if (!match || whole + fraction === '') return unreadable;
  const kept = BigInt(`${whole}${fraction.slice(0, scale).padEnd(scale, '0')}` || '0');
  const rest = fraction.slice(scale);
  const scaled = /^[5-9]/.test(rest) ? kept + 1n : kept;
  const digits = scaled.toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const minus = sign === '-' && scaled !== 0n ? '-' : '';
  const value = minus + digits.slice(0, point) + (scale > 0 ? `.${digits.slice(point)}` : '');
  if (/[1-9]/.test(rest)) return { value, repair: `rounded to ${scale} fraction digits` };
  return mark === ',' ? { value, repair: 'decimal comma' } : { value };
}

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/;
/** Other ways to write a day that leave no doubt. Those with slashes are told apart before: see bundle/dayOrder.ts. */
const otherDates: readonly { form: RegExp; repair: string; order: 'ymd' | 'dmy' }[] = [
  { form: /^(\d{4})-(\d{2})-(\d{2})[T ]\d{2}:\d{2}/, repair: 'time of day cut off', order: 'ymd' },
  { form: /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, repair: 'date written Y/M/D', order: 'ymd' },
  { form: /^(\d{4})-(\d{1,2})-(\d{1,2})$/, repair: 'date without its zeros', order: 'ymd' },
  { form: /^(\d{4})(\d{2})(\d{2})$/, repair: 'date written YYYYMMDD', order: 'ymd' },
  { form: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, repair: 'date written D.M.Y', order: 'dmy' },
];

function readDate(text: string): Reading {
  if (isoDate.test(text)) return { value: text };
  const trimmed = text.trim();
  if (isoDate.test(trimmed)) return { value: trimmed, repair: 'spaces around a date' };
  for (const { form, repair, order } of otherDates) {
    const match = form.exec(trimmed);
    if (!match) continue;
    const [, first = '', second = '', third = ''] = match;
    const [year, month, day] = order === 'ymd' ? [first, second, third] : [third, second, first];
    return { value: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, repair };
  }
  return unreadable;
}

const instant = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** An instant with microseconds. A time without a zone is taken as UTC, a day as its first moment; both are told. */
function readTimestamp(text: string): Reading {
  const day = isoDate.test(text.trim());
  const match = instant.exec(day ? `${text.trim()}T00:00:00` : text.trim());
  if (!match) return unreadable;
  const [, date = '', time = '', fraction = '', zone] = match;
  const seconds = time.length === 5 ? `${time}:00` : time;
  const offset = !zone || /^z$/i.test(zone) ? 'Z' : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  const millis = Date.parse(`${date}T${seconds}${offset}`);
  if (Number.isNaN(millis)) return unreadable;
  const value = `${new Date(millis).toISOString().slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
  if (day) return { value, repair: 'day read as its first moment' };
  return zone ? { value } : { value, repair: 'time without a zone read as UTC' };
}

function readList(text: string, of: ColumnType, separator = ','): Reading {
  const items = of.kind === 'struct' ? splitIdentifiers(text) : text.split(separator);
  const full = items.map((item) => item.trim()).filter((item) => item !== '');
  const readings = full.map((item) => (of.kind === 'struct' ? readIdentifier(item) : { value: item }));
  if (readings.some(({ value }) => value === undefined)) return unreadable;
  const value = readings.map((reading) => reading.value);
  const mended: Reading | undefined = readings.find(({ repair }) => repair);
  if (mended?.repair) return { value, repair: mended.repair };
  return full.length === items.length ? { value } : { value, repair: 'empty items left out' };
}

/** `{Local:863},{LDAP:ab,c}`: a comma only separates between braces. */
function splitIdentifiers(text: string): string[] {
  return text.includes('{') ? text.split(/(?<=\})\s*,/) : text.split(',');
}

/** `{type:identifier}`; real files also write the bare identifier. */
function readIdentifier(text: string): Reading {
  const match = /^\{([^:{}]*):([^{}]*)\}$/.exec(text);
  if (match) return { value: { type: match[1]?.trim() ?? null, identifier: match[2]?.trim() ?? null } };
  if (/[{}]/.test(text)) return unreadable;
  return { value: { type: null, identifier: text }, repair: 'identifier without its type' };
}
