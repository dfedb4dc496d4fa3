import type { SqlType } from './types.ts';

/**
 * The wall time of an instant in a zone, as a TIMESTAMP. In UTC it is arithmetic, which is many times faster than
 * asking the calendar.
 * @param zone an expression for the zone's name
 */
export const localTime = (instant: string, zone: string): string =>
  zone === "'UTC'" ? `make_timestamp(epoch_us(${instant}))` : `timezone(${zone}, ${instant})`;

/** `2026-03-01 10:00:00.000` with the digits of the precision. */
export const timestampText = (timestamp: string, precision: number): string =>
  `left(strftime(${timestamp}, '%Y-%m-%d %H:%M:%S.%f'), ${precision === 0 ? 19 : 20 + precision})`;

/** The same and the zone: `2026-03-01 10:00:00.000 UTC`. */
export const instantText = (instant: string, precision: number, zone: string): string =>
  `(${timestampText(localTime(instant, zone), precision)} || ' ' || ${zone})`;

/** A timestamp or instant with fewer digits of the second, halves up. */
export function rounded(sql: string, precision: number, to: SqlType): string {
  if ((to.kind !== 'timestamp' && to.kind !== 'timestamp with time zone') || to.precision >= precision)
    return sql;
  const step = 10 ** (6 - to.precision);
  const micros = `(epoch_us(${sql}) + ${step / 2})`;
  const value = `(${micros} - (${micros} % ${step} + ${step}) % ${step})`;
  return to.kind === 'timestamp' ? `make_timestamp(${value})` : `timezone('UTC', make_timestamp(${value}))`;
}
