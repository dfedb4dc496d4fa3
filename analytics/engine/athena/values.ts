import type { ColumnInfo } from '@aws-sdk/client-athena';
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  FLOAT,
  INTEGER,
  SMALLINT,
  TIMESTAMP,
  TIMESTAMPTZ,
  TINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import { decimalOf, instantOf, plain, type SqlType, varcharOf } from '../../sql/types.ts';

/** How values of a type of Athena's API become those of DuckDB, which all other answers are made of. */
export interface Reading {
  readonly type: SqlType;
  readonly duckdb: DuckDBType;
  read(text: string): DuckDBValue;
}

const number = (
  kind: 'tinyint' | 'smallint' | 'integer' | 'double' | 'real',
  duckdb: DuckDBType,
): Reading => ({
  type: plain(kind),
  duckdb,
  read: Number,
});

/** Digits of a second's fraction: Athena's tables have milliseconds, its Iceberg tables microseconds. */
const precision = 6;

const readings: Readonly<Record<string, Reading>> = {
  boolean: { type: plain('boolean'), duckdb: BOOLEAN, read: (text) => text === 'true' },
  tinyint: number('tinyint', TINYINT),
  smallint: number('smallint', SMALLINT),
  integer: number('integer', INTEGER),
  double: number('double', DOUBLE),
  float: number('real', FLOAT),
  real: number('real', FLOAT),
  bigint: { type: plain('bigint'), duckdb: BIGINT, read: BigInt },
  date: { type: plain('date'), duckdb: DATE, read: (text) => new DuckDBDateValue(daysOf(text)) },
  timestamp: {
    type: { kind: 'timestamp', precision },
    duckdb: TIMESTAMP,
    read: (text) => new DuckDBTimestampValue(wallMicros(text).micros),
  },
  'timestamp with time zone': {
    type: instantOf(precision),
    duckdb: TIMESTAMPTZ,
    read: (text) => new DuckDBTimestampTZValue(instantMicros(text)),
  },
};

/**
 * The API sends every value as text, and says its type. Arrays, maps and rows come as Athena prints them, `[a, b]`,
 * which quotes nothing and cannot be read back: they stay that text.
 */
export function readingOf({ Type = 'varchar', Precision = 38, Scale = 0 }: ColumnInfo): Reading {
  if (Type === 'decimal') {
    return {
      type: decimalOf(Precision, Scale),
      duckdb: DECIMAL(Precision, Scale),
      read: (text) => new DuckDBDecimalValue(unscaled(text, Scale), Precision, Scale),
    };
  }
  return readings[Type] ?? { type: varcharOf(), duckdb: VARCHAR, read: (text) => text };
}

function unscaled(text: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(`${whole}${fraction.padEnd(scale, '0')}`);
}

const dayMillis = 86_400_000;
const daysOf = (text: string) => Date.parse(text) / dayMillis;

const timeForm = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,12}))?(?: (.+))?$/;

/** `2026-03-01 08:00:00.000 Europe/Madrid`, as the wall showed it. */
function wallMicros(text: string): { readonly micros: bigint; readonly zone: string } {
  const [, date, time, fraction = '', zone = 'UTC'] = timeForm.exec(text) ?? [];
  if (!date) throw new Error(`Athena sent a time that is none: ${text}`);
  const seconds = BigInt(Date.parse(`${date}T${time}Z`) / 1000);
  return { micros: seconds * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6)), zone };
}

function instantMicros(text: string): bigint {
  const { micros, zone } = wallMicros(text);
  const wall = Number(micros / 1000n);
  return micros - BigInt(offsetAt(zone, wall)) * 1000n;
}

/** Milliseconds by which a zone is ahead of UTC at a wall time; of two that it may be, that of the earlier instant. */
function offsetAt(zone: string, wall: number): number {
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
  const before = offsetOf(zone, wall - dayMillis);
  return offsetOf(zone, wall - before) === before ? before : offsetOf(zone, wall - offsetOf(zone, wall));
}

function offsetOf(zone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    instant,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
