import type { Argument, Call, FunctionDefinition } from '../registry.ts';
import { timestampText } from '../times.ts';
import { type SqlType, varcharOf } from '../types.ts';
import { alias, inGroup } from './define.ts';
import { added, difference, truncated } from './moments.ts';

const dates = inGroup('Dates and times');
const zones = inGroup('Time zones');

const moments = ['date', 'timestamp', 'timestamp with time zone'];
const ofMoment = moments.map((type) => `(${type}) -> bigint`).join('\n');
const ofTime = [...moments, 'time'].map((type) => `(${type}) -> bigint`).join('\n');
const days = '(interval day to second) -> bigint';
const months = '(interval year to month) -> bigint';

/** A part of a moment, read from its wall time. */
const part = (name: string, meaning: string, duckdb: string, more: Readonly<Record<string, string>> = {}) =>
  dates(name, meaning, { [ofMoment]: `${duckdb}($1.local)`, ...more });
const timePart = (name: string, meaning: string, duckdb: string, unit: number, within: number) =>
  dates(name, meaning, { [ofTime]: duckdb, [days]: `CAST(epoch_us($1) // ${unit} % ${within} AS BIGINT)` });

const week = part('week', 'The number of the week (ISO), from 1 to 53.', 'week');
const day = part('day', 'The day of the month.', 'day', {
  [days]: 'CAST(epoch_us($1) // 86400000000 AS BIGINT)',
});
const dayOfWeek = part('day_of_week', 'The day of the week, from 1 for Monday to 7.', 'isodow');
const dayOfYear = part('day_of_year', 'The day of the year.', 'dayofyear');
const yearOfWeek = part('year_of_week', 'The year that the week (ISO) belongs to.', 'isoyear');

/** The moment of the statement. A session that has a clock of its own says it in the variable `now`. */
const instant = "CAST(coalesce(getvariable('now'), now()) AS TIMESTAMPTZ)";
const millis = (value: string) => `make_timestamp(epoch_us(${value}) // 1000 * 1000)`;
const now = dates('now', 'The moment of the statement.', {
  '() -> timestamp(3) with time zone': { duckdb: `timezone('UTC', ${millis(instant)})`, zone: "'UTC'" },
});

/** `2026-03-01T10:00:00.000` with the digits of the precision, and room for a zone. */
const isoText = ([value]: readonly Argument[], call: Call) => {
  const type = value?.type as SqlType & { precision: number };
  const text = `replace(${timestampText(value?.local ?? '', type.precision)}, ' ', 'T')`;
  if (type.kind !== 'timestamp with time zone') return text;
  if (value?.zone !== "'UTC'")
    return call.refuse(0, 'only an instant in UTC is written so', "... AT TIME ZONE 'UTC'");
  return `${text} || 'Z'`;
};
const isoType = ([type]: readonly SqlType[]): SqlType => {
  const { precision, kind } = type as SqlType & { precision: number };
  return varcharOf((kind === 'timestamp' ? 22 : 28) + (precision === 0 ? 0 : precision + 1));
};

const zoned = 'timestamp(p) with time zone';
const shifted = { duckdb: '$1', zone: '$2' };
const offset = '(epoch_us($1.local) - epoch_us($1))';

export const datesAndTimes: readonly FunctionDefinition[] = [
  dates('date', 'The day of a moment, or of a text like `2026-03-01`.', {
    '(timestamp) -> date\n(timestamp with time zone) -> date': 'CAST($1.local AS DATE)',
    '(varchar) -> date': `CASE WHEN $1 IS NULL THEN NULL WHEN regexp_full_match($1, '\\s*\\d{4}-\\d{1,2}-\\d{1,2}\\s*') THEN CAST(trim($1) AS DATE) ELSE $fail{'Value cannot be cast to date: ' || $1} END`,
  }),
  dates('current_date', 'The day of the statement, in UTC.', {
    '() -> date': `CAST(${millis(instant)} AS DATE)`,
  }),
  now,
  alias('current_timestamp', now),
  dates('localtimestamp', 'The moment of the statement as wall time in UTC.', {
    '() -> timestamp(3)': millis(instant),
  }),
  part('year', 'The year.', 'year', { [months]: "datepart('year', $1)" }),
  part('quarter', 'The quarter, from 1 to 4.', 'quarter'),
  part('month', 'The month, from 1 to 12.', 'month', { [months]: "datepart('month', $1)" }),
  week,
  alias('week_of_year', week),
  day,
  alias('day_of_month', day),
  dayOfWeek,
  alias('dow', dayOfWeek),
  dayOfYear,
  alias('doy', dayOfYear),
  yearOfWeek,
  alias('yow', yearOfWeek),
  timePart('hour', 'The hour, from 0 to 23.', 'hour($1.local)', 3_600_000_000, 24),
  timePart('minute', 'The minute.', 'minute($1.local)', 60_000_000, 60),
  timePart('second', 'The second, without its fraction.', 'second($1.local)', 1_000_000, 60),
  timePart('millisecond', 'The thousandths of the second.', 'millisecond($1.local) % 1000', 1000, 1000),
  dates(
    'date_trunc',
    'The beginning of the unit that a moment lies in: second, minute, hour, day, week, month, quarter or year.',
    {
      [`(varchar, date) -> date\n(varchar, timestamp(p)) -> timestamp(p)\n(varchar, ${zoned}) -> ${zoned}`]:
        truncated,
    },
  ),
  dates('date_add', 'A moment, so many units later.', {
    [`(varchar, bigint, date) -> date\n(varchar, bigint, timestamp(p)) -> timestamp(p)\n(varchar, bigint, ${zoned}) -> ${zoned}`]:
      added,
  }),
  dates('date_diff', 'How many whole units lie between two moments.', {
    [moments.map((type) => `(varchar, ${type}, ${type}) -> bigint`).join('\n')]: difference,
  }),
  dates('last_day_of_month', 'The last day of the month.', {
    [moments.map((type) => `(${type}) -> date`).join('\n')]: 'last_day($1.local)',
  }),
  dates('from_iso8601_date', 'The date of a text like `2026-03-01`.', {
    '(varchar) -> date': `CASE WHEN $1 IS NULL THEN NULL WHEN regexp_full_match($1, '\\d{4}-\\d{1,2}-\\d{1,2}') THEN CAST($1 AS DATE) ELSE $fail{'Not a date like 2026-03-01: ' || $1} END`,
  }),
  dates(
    'from_iso8601_timestamp',
    'The instant of a text like `2026-03-01T10:00:00Z`; it must be in UTC here.',
    {
      '(varchar) -> timestamp(3) with time zone': {
        duckdb: `CASE WHEN $1 IS NULL THEN NULL WHEN regexp_full_match($1, '\\d{4}-\\d{2}-\\d{2}(T\\d{2}(:\\d{2}(:\\d{2}([.]\\d+)?)?)?Z?)?') THEN timezone('UTC', ${millis("CAST(CASE WHEN length($1) = 13 THEN $1 || ':00' ELSE rtrim($1, 'Z') END AS TIMESTAMP)")}) ELSE $fail{'Not an instant in UTC like 2026-03-01T10:00:00Z: ' || $1} END`,
        zone: "'UTC'",
      },
    },
  ),
  dates('to_iso8601', 'A date, wall time or instant like `2026-03-01T10:00:00.000Z`.', {
    '(date) -> varchar(16)': 'CAST($1 AS VARCHAR)',
    '(timestamp) -> varchar\n(timestamp with time zone) -> varchar': { duckdb: isoText, gives: isoType },
  }),
  dates('from_unixtime', 'The instant so many seconds after 1970 in UTC, in a zone.', {
    '(double) -> timestamp(3) with time zone': {
      duckdb: "timezone('UTC', make_timestamp(CAST(round($1 * 1000) AS BIGINT) * 1000))",
      zone: "'UTC'",
    },
    '(double, varchar) -> timestamp(3) with time zone': {
      duckdb: "timezone('UTC', make_timestamp(CAST(round($1 * 1000) AS BIGINT) * 1000))",
      zone: '$2',
    },
  }),
  dates('to_unixtime', 'Seconds since 1970 in UTC.', {
    '(timestamp with time zone) -> double': 'epoch_us($1) / CAST(1000000 AS DOUBLE)',
  }),
  dates('to_milliseconds', 'Thousandths of seconds of an interval.', { [days]: 'epoch_us($1) // 1000' }),
  zones('at_timezone', 'The same instant in another zone.', {
    [`(${zoned}, varchar) -> ${zoned}`]: shifted,
  }),
  inGroup('Time zones', 'operator')('at time zone', 'The same instant in another zone.', {
    [`(${zoned}, varchar) -> ${zoned}`]: shifted,
    [`(timestamp(p), varchar) -> ${zoned}`]: { duckdb: "timezone('UTC', $1)", zone: '$2' },
  }),
  zones('with_timezone', 'The instant of a wall time in a zone.', {
    [`(timestamp(p), varchar) -> ${zoned}`]: { duckdb: 'timezone($2, $1)', zone: '$2' },
  }),
  zones('timezone', 'The zone of an instant.', { '(timestamp with time zone) -> varchar': '$1.zone' }),
  zones('timezone_hour', 'How many hours the zone is ahead of UTC.', {
    '(timestamp with time zone) -> bigint': `${offset} // 3600000000`,
  }),
  zones('timezone_minute', 'The minutes beside these hours.', {
    '(timestamp with time zone) -> bigint': `${offset} // 60000000 % 60`,
  }),
  zones('current_timezone', 'The zone of the session.', { '() -> varchar': "'UTC'" }),
];
