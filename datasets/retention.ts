import { instantText, type Micros } from '../base/clock.ts';
import type { Contract } from './contract.ts';

/**
 * The day or instant, in canonical form, before which rows of a dataset are kept no longer.
 * @param now microseconds since 1970
 */
export function cutoffOf(
  { retention, columns }: Pick<Contract, 'retention' | 'columns'>,
  now: Micros,
): string {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(
    retention.period,
  );
  if (!found) throw new Error(`${retention.period} is no period from years to minutes`);
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0] = found
    .slice(1)
    .map((amount) => Number(amount ?? 0));
  const at = new Date(Number(now / 1000n));
  at.setUTCFullYear(
    at.getUTCFullYear() - years,
    at.getUTCMonth() - months,
    at.getUTCDate() - weeks * 7 - days,
  );
  at.setUTCHours(at.getUTCHours() - hours, at.getUTCMinutes() - minutes);
  const instant = instantText(BigInt(at.getTime()) * 1000n);
  return columns[retention.from]?.type.kind === 'date' ? instant.slice(0, 10) : instant;
}

/** Whether a row is older than its dataset keeps any; rows that are kept from their deletion on never are. */
export function isExpired(
  { retention }: Pick<Contract, 'retention'>,
  row: Readonly<Record<string, unknown>>,
  cutoff: string,
): boolean {
  const value = retention.from === 'deletion' ? null : row[retention.from];
  return typeof value === 'string' && value < cutoff;
}
