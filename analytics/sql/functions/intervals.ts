import type { Argument, FunctionDefinition } from '../registry.ts';
import type { SqlType } from '../types.ts';
import { failIf, inGroup } from './define.ts';

const operator = inGroup('Dates and times', 'operator');

const days = 'interval day to second';
const months = 'interval year to month';
const zoned = 'timestamp(p) with time zone';

type Moment = SqlType & { readonly kind: 'timestamp' | 'timestamp with time zone' };
const isMoment = (type: SqlType): type is Moment => type.kind.startsWith('timestamp');

/** Intervals have thousandths of seconds. */
function withMillis(types: readonly SqlType[]): SqlType {
  const moment = types.find(isMoment) as Moment;
  return { ...moment, precision: Math.max(3, moment.precision) };
}
const wholeDays = (value: string) =>
  failIf('epoch_us($2) % 86400000000 <> 0', 'Cannot add hours, minutes or seconds to a date', value);

/** A moment and an interval, in either order. */
const shift = (sign: '+' | '-') => ({
  [`(date, ${days}) -> date`]: wholeDays(`CAST($1 ${sign} $2 AS DATE)`),
  [`(date, ${months}) -> date`]: `CAST($1 ${sign} $2 AS DATE)`,
  [`(timestamp, ${days}) -> timestamp`]: { duckdb: `$1 ${sign} $2`, gives: withMillis },
  [`(timestamp(p), ${months}) -> timestamp(p)`]: `$1 ${sign} $2`,
  [`(timestamp with time zone, ${days}) -> timestamp with time zone`]: {
    duckdb: `$1 ${sign} to_microseconds(epoch_us($2))`,
    gives: withMillis,
  },
  [`(${zoned}, ${months}) -> ${zoned}`]: `timezone($1.zone, $1.local ${sign} $2)`,
  [`(${days}, ${days}) -> ${days}\n(${months}, ${months}) -> ${months}`]: `$1 ${sign} $2`,
});

const swapped = (duckdb: string) =>
  duckdb.replaceAll(/\$([12])/g, (_all, at: string) => `$${at === '1' ? 2 : 1}`);
const plus = shift('+');
const behind = Object.fromEntries(
  Object.entries(plus)
    .filter(([signature]) => !signature.startsWith('(interval'))
    .map(([signature, form]) => {
      const turned = signature.replace(/^\((.*), (interval .*)\) ->/, '($2, $1) ->');
      return [turned, typeof form === 'string' ? swapped(form) : { ...form, duckdb: swapped(form.duckdb) }];
    }),
);

const elapsed = (from: string, to: string) =>
  `to_milliseconds((epoch_us(${from}) - epoch_us(${to})) // 1000)`;
/** An interval times or through a number, to the nearest thousandth. */
const scaled = (sign: '*' | '/', interval: number, number: number) => (args: readonly Argument[]) =>
  `to_milliseconds(CAST(round(epoch_us(${args[interval]?.sql}) / 1000 ${sign} ${args[number]?.sql}) AS BIGINT))`;
const monthsOf = (value: string) => `(datepart('year', ${value}) * 12 + datepart('month', ${value}))`;

export const intervals: readonly FunctionDefinition[] = [
  operator('+', 'A moment and an interval, or two intervals.', { ...plus, ...behind }),
  operator('-', 'A moment less an interval, or the interval between two moments.', {
    ...shift('-'),
    '(date, date) -> interval day to second': 'to_days(CAST($1 - $2 AS INTEGER))',
    '(timestamp, timestamp) -> interval day to second\n(timestamp with time zone, timestamp with time zone) -> interval day to second':
      elapsed('$1', '$2'),
  }),
  operator('*', 'An interval, so many times.', {
    [`(${days}, bigint) -> ${days}\n(${days}, double) -> ${days}`]: scaled('*', 0, 1),
    [`(bigint, ${days}) -> ${days}\n(double, ${days}) -> ${days}`]: scaled('*', 1, 0),
    [`(${months}, bigint) -> ${months}`]: `to_months(CAST(${monthsOf('$1')} * $2 AS INTEGER))`,
    [`(bigint, ${months}) -> ${months}`]: `to_months(CAST($1 * ${monthsOf('$2')} AS INTEGER))`,
  }),
  operator('/', 'A part of an interval.', {
    [`(${days}, bigint) -> ${days}\n(${days}, double) -> ${days}`]: failIf(
      '$2 = 0',
      'Division by zero',
      'to_milliseconds(CAST(trunc(epoch_us($1) / 1000 / $2) AS BIGINT))',
    ),
    [`(${months}, bigint) -> ${months}`]: failIf(
      '$2 = 0',
      'Division by zero',
      `to_months(CAST(${monthsOf('$1')} // $2 AS INTEGER))`,
    ),
  }),
  operator('-x', 'The negative of an interval.', {
    [`(${days}) -> ${days}`]: 'to_microseconds(- epoch_us($1))',
    [`(${months}) -> ${months}`]: `to_months(CAST(- ${monthsOf('$1')} AS INTEGER))`,
  }),
];
