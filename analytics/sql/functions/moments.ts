import type { Argument, Call } from '../registry.ts';
import { rounded } from '../times.ts';

/** Units of time from the smallest on; those of days and more follow the calendar of a zone. */
const clock = ['millisecond', 'second', 'minute', 'hour'];
const calendar = ['day', 'week', 'month', 'quarter', 'year'];
const micros: Readonly<Record<string, bigint>> = {
  millisecond: 1000n,
  second: 1_000_000n,
  minute: 60_000_000n,
  hour: 3_600_000_000n,
  day: 86_400_000_000n,
  week: 604_800_000_000n,
};
const inMonths: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** The unit that is asked for, which must be written down. */
function unitOf(args: readonly Argument[], call: Call): string {
  const literal = args[0]?.literal?.toLowerCase();
  const units = args.at(-1)?.type.kind === 'date' ? calendar : [...clock, ...calendar];
  if (literal !== undefined && units.includes(literal)) return literal;
  return call.refuse(0, `the unit must be written as one of ${units.join(', ')}`);
}

const isZoned = (argument: Argument | undefined) => argument?.type.kind === 'timestamp with time zone';

export function truncated(args: readonly Argument[], call: Call): string {
  const unit = unitOf(args, call);
  const [, value] = args as [Argument, Argument];
  const start = `date_trunc('${unit}', ${value.local})`;
  if (value.type.kind === 'date') return unit === 'day' ? value.sql : `CAST(${start} AS DATE)`;
  if (!isZoned(value)) return start;
  // Taking off what has passed keeps the right one of two hours with the same name.
  return clock.includes(unit)
    ? `${value.sql} - (${value.local} - ${start})`
    : `timezone(${value.zone}, ${start})`;
}

export function added(args: readonly Argument[], call: Call): string {
  const unit = unitOf(args, call);
  const [, count, value] = args as [Argument, Argument, Argument];
  if (value.type.kind === 'date' && (unit === 'day' || unit === 'week')) {
    return `${value.sql} + CAST(${count.sql}${unit === 'week' ? ' * 7' : ''} AS INTEGER)`;
  }
  const months = inMonths[unit];
  const interval =
    months === undefined
      ? `to_microseconds(${count.sql} * ${micros[unit]})`
      : `to_months(CAST(${count.sql} * ${months} AS INTEGER))`;
  if (value.type.kind === 'date') return `CAST(${value.sql} + ${interval} AS DATE)`;
  if (isZoned(value) && calendar.includes(unit))
    return `timezone(${value.zone}, ${value.local} + ${interval})`;
  return unit === 'millisecond'
    ? rounded(`(${value.sql} + ${interval})`, 3, value.type)
    : `${value.sql} + ${interval}`;
}

export function difference(args: readonly Argument[], call: Call): string {
  const unit = unitOf(args, call);
  const [, from, to] = args as [Argument, Argument, Argument];
  if (from.type.kind === 'date' && (unit === 'day' || unit === 'week'))
    return `(${to.sql} - ${from.sql})${unit === 'week' ? ' // 7' : ''}`;
  const onCalendar = isZoned(from) && calendar.includes(unit);
  // Both on the calendar of the first one's zone.
  const start = onCalendar ? from.local : from.sql;
  const end = onCalendar
    ? { ...to, zone: from.zone }.zone === to.zone
      ? to.local
      : `timezone(${from.zone}, ${to.sql})`
    : to.sql;
  const months = inMonths[unit];
  if (months === undefined) return `(epoch_us(${end}) - epoch_us(${start})) // ${micros[unit]}`;
  const passed = wholeMonths(start, end);
  return months === 1 ? passed : `(${passed}) // ${months}`;
}

/** Months that have passed: the last of a month is one month after any later day of the month before. */
function wholeMonths(from: string, to: string): string {
  const between = `datediff('month', ${from}, ${to})`;
  const after = `${from} + to_months(CAST(${between} AS INTEGER))`;
  return `${between} - CASE WHEN ${to} >= ${from} AND ${after} > ${to} THEN 1 WHEN ${to} < ${from} AND ${after} < ${to} THEN -1 ELSE 0 END`;
}
