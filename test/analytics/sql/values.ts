import type {
  DuckDBBlobValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBValue,
} from '@duckdb/node-api';
import type { SqlType } from '../../../analytics/sql/types.ts';
import type { Value } from '../../engines/trino/client.ts';

/**
 * A value out of DuckDB as Trino's protocol has one of the same type: numbers are texts, rows are lists, an instant
 * is its wall time in UTC.
 */
export function asTrino(value: DuckDBValue, type: SqlType): Value {
  if (value === null) return null;
  switch (type.kind) {
    case 'boolean':
      return value as boolean;
    case 'real':
      return shortest(value as number);
    case 'varbinary':
      return Buffer.from((value as DuckDBBlobValue).bytes).toString('base64');
    case 'time':
      return digits(String(value), type.precision);
    case 'timestamp':
      return digits(String(value), type.precision);
    case 'timestamp with time zone':
      return `${digits(String(value).replace(/\+00(:00)?$/, ''), type.precision)} UTC`;
    case 'interval day to second':
      return daysText(value as DuckDBIntervalValue);
    case 'interval year to month':
      return monthsText((value as DuckDBIntervalValue).months);
    case 'array':
      return (value as DuckDBListValue).items.map((item) => asTrino(item, type.of));
    case 'row':
      return Object.values((value as DuckDBStructValue).entries).map((item, index) =>
        asTrino(item, type.fields[index]?.type as SqlType),
      );
    case 'map':
      return Object.fromEntries(
        (value as DuckDBMapValue).entries.map((entry) => [
          String(asTrino(entry.key, type.key)),
          asTrino(entry.value, type.value),
        ]),
      );
    default:
      return String(value);
  }
}

/** The shortest decimal text that is the same single-precision number. */
function shortest(value: number): string {
  for (let count = 1; count < 9; count++) {
    const short = Number(value.toPrecision(count));
    if (Math.fround(short) === value) return String(short);
  }
  return String(value);
}

/** A time with so many digits of the second's fraction; one that has more stays as it is, and differs. */
function digits(text: string, precision: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  const padded = fraction.replace(/0+$/, '').padEnd(precision, '0');
  return padded === '' ? whole : `${whole}.${padded}`;
}

function daysText({ months, days, micros }: DuckDBIntervalValue): string {
  const total = BigInt(days) * 86_400_000_000n + micros;
  if (months !== 0) return `${months} months`;
  const millis = (total < 0n ? -total : total) / 1000n;
  const [day, hour, minute, second] = [86_400_000n, 3_600_000n, 60_000n, 1000n].map((unit, index, units) =>
    String((index === 0 ? millis : millis % (units[index - 1] as bigint)) / unit),
  );
  const two = (text = '') => text.padStart(2, '0');
  const fraction = String(millis % 1000n).padStart(3, '0');
  return `${total < 0n ? '-' : ''}${day} ${two(hour)}:${two(minute)}:${two(second)}.${fraction}`;
}

function monthsText(months: number): string {
  const size = Math.abs(months);
  return `${months < 0 ? '-' : ''}${Math.floor(size / 12)}-${size % 12}`;
}
