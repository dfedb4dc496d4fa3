import { brokenRule } from '../../../datasets/values.ts';
import type { Reading } from '../../mapping/compile.ts';
import { instantOfWallClock } from '../../postgres/zones.ts';

const unreadable: Reading = { value: undefined };

/** How a mapping says that dates and times are written; `hasTime` if times are a part of it. */
export interface DateForm {
  readonly form: string;
  readonly pattern: RegExp;
  readonly hasTime: boolean;
}

const tokens: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MMM: '(?<name>[A-Za-z]{3})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  S: '(?<fraction>\\d{1,9})',
  A: '(?<half>[AaPp][Mm])',
  Z: '(?<offset>[Zz]|[+-]\\d{2}:?\\d{2})',
};
const token = new RegExp(`(${Object.keys(tokens).join('|')})`);
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The parts of a form: texts between tokens at even places, tokens at odd ones. */
const partsOf = (form: string) => form.split(token);

export function dateForm(form: string): DateForm {
  const parts = partsOf(form).map((part, index) =>
    index % 2 === 0 ? part.replace(/[^\w\s]/g, '\\$&') : (tokens[part] ?? ''),
  );
  return { form, pattern: new RegExp(`^${parts.join('')}$`), hasTime: /H/.test(form) };
}

/** What is wrong with the forms of a mapping, or null: a form must name a day, and a text mean one day only. */
export function dateFormsProblem(forms: readonly string[]): string | null {
  for (const form of forms) {
    const found = partsOf(form).filter((_, index) => index % 2 === 1);
    const kinds = found.map((part) => part[0]);
    const names = kinds.filter((kind) => kind === 'Y' || kind === 'M' || kind === 'D');
    if (names.length !== 3 || new Set(names).size !== 3)
      return `"${form}" does not name the year, the month and the day once each`;
    if (new Set(kinds).size !== kinds.length) return `"${form}" names a part twice`;
  }
  for (const [index, form] of forms.entries()) {
    const twin = forms
      .slice(0, index)
      .find((other) => blurred(other) === blurred(form) && order(other) !== order(form));
    if (twin) return `"${twin}" and "${form}" can both be read from one text, as different days`;
  }
  return null;
}

const blurred = (form: string) =>
  partsOf(form)
    .map((part, index) => (index % 2 === 1 && /^(MM?|DD?)$/.test(part) ? '#' : part))
    .join('');
const order = (form: string) => (form.indexOf('M') < form.indexOf('D') ? 'month first' : 'day first');

interface Moment {
  readonly day: string;
  /** Null for a day without a time. */
  readonly time: { readonly text: string; readonly fraction: string; readonly offset: string } | null;
  /** Written as the mapping says; ISO 8601 otherwise. */
  readonly isDeclared: boolean;
}

const iso =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)? ?(?<offset>[Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;

function momentOf(text: string, forms: readonly DateForm[]): Moment | null {
  const trimmed = text.trim();
  const found = moment(iso.exec(trimmed), true, false);
  if (found) return found;
  for (const { pattern, hasTime } of forms) {
    const declared = moment(pattern.exec(trimmed), hasTime, true);
    if (declared) return declared;
  }
  return null;
}

function moment(match: RegExpExecArray | null, hasTime: boolean, isDeclared: boolean): Moment | null {
  if (!match?.groups) return null;
  const {
    year = '',
    name,
    hour,
    minute = '00',
    second = '00',
    fraction = '',
    half,
    offset = '',
  } = match.groups;
  const month = name ? String(months.indexOf(name.toLowerCase()) + 1) : (match.groups.month ?? '');
  const day = `${year}-${month.padStart(2, '0')}-${(match.groups.day ?? '').padStart(2, '0')}`;
  if (brokenRule({ kind: 'date' }, day)) return null;
  if (!hasTime || hour === undefined) return { day, time: null, isDeclared };
  const hours = half === undefined ? Number(hour) : hourOfHalf(Number(hour), half);
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const text = `${String(hours).padStart(2, '0')}:${minute}:${second}`;
  return { day, time: { text, fraction, offset }, isDeclared };
}

/** 12 AM is midnight, 12 PM is noon; an hour that no half has is too late for any day. */
function hourOfHalf(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return 24;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

/** A day. Only a time of the day that the mapping declares is cut off; any other would make another day elsewhere. */
export function readDate(text: string, forms: readonly DateForm[]): Reading {
  const found = momentOf(text, forms);
  if (!found) return unreadable;
  const { day, time, isDeclared } = found;
  if (!time || isMidnight(time)) return { value: day };
  return isDeclared ? { value: day, repair: 'time of day cut off' } : unreadable;
}

const isMidnight = ({ text, fraction, offset }: NonNullable<Moment['time']>) =>
  text === '00:00:00' && !/[1-9]/.test(fraction) && !/[1-9]/.test(offset);

/** An instant with microseconds. A time without an offset needs the zone; a day is no instant. */
export function readTimestamp(text: string, forms: readonly DateForm[], zone: string | undefined): Reading {
  const found = momentOf(text, forms);
  if (!found?.time) return unreadable;
  const { text: time, fraction, offset } = found.time;
  if (offset === '' && zone === undefined) return unreadable;
  const wallClock = Date.parse(`${found.day}T${time}Z`) / 1000;
  const seconds =
    offset === '' ? instantOfWallClock(wallClock, zone as string) : wallClock - secondsOf(offset);
  const instant = new Date(seconds * 1000).toISOString();
  if (instant.length !== 24) return unreadable;
  const digits = fraction.padEnd(6, '0');
  const value = `${instant.slice(0, 19)}.${digits.slice(0, 6)}Z`;
  return /[1-9]/.test(digits.slice(6)) ? { value, repair: 'cut to microseconds' } : { value };
}

function secondsOf(offset: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return sign === '-' ? -seconds : seconds;
}
