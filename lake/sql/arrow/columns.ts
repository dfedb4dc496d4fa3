import {
  DuckDBArrayType,
  type DuckDBBlobValue,
  type DuckDBDateValue,
  DuckDBDecimalType,
  type DuckDBDecimalValue,
  DuckDBListType,
  type DuckDBListValue,
  DuckDBMapType,
  type DuckDBMapValue,
  DuckDBStructType,
  type DuckDBStructValue,
  type DuckDBTimeValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import * as arrow from 'apache-arrow';
import { UserError } from '../../../base/errors.ts';
import { exactValue } from '../../exact.ts';

/** A column on its way from DuckDB to Arrow, without a loss. */
export interface Column {
  readonly type: arrow.DataType;
  data(values: readonly DuckDBValue[]): arrow.Data;
}

/**
 * The Arrow column of a DuckDB type. Integers keep their width, decimals their scale; instants are microseconds
 * in UTC. A 128-bit integer is a decimal of 38 digits. What Arrow has no type for is its text.
 */
export function arrowColumn(type: DuckDBType): Column {
  if (type instanceof DuckDBDecimalType) {
    return decimals(type.width, type.scale, (value) => (value as DuckDBDecimalValue).value);
  }
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType)
    return lists(arrowColumn(type.valueType));
  if (type instanceof DuckDBStructType) return structs(type);
  if (type instanceof DuckDBMapType) return maps(arrowColumn(type.keyType), arrowColumn(type.valueType));
  return plain[type.typeId]?.() ?? texts(new arrow.Utf8(), textOf);
}

const micros = (value: DuckDBValue) => (value as { readonly micros: bigint }).micros;
const same = <T>(value: DuckDBValue) => value as T;

const plain: Partial<Record<DuckDBTypeId, () => Column>> = {
  [DuckDBTypeId.BOOLEAN]: () => booleans,
  [DuckDBTypeId.TINYINT]: () => fixed(new arrow.Int8(), Int8Array, same<number>),
  [DuckDBTypeId.SMALLINT]: () => fixed(new arrow.Int16(), Int16Array, same<number>),
  [DuckDBTypeId.INTEGER]: () => fixed(new arrow.Int32(), Int32Array, same<number>),
  [DuckDBTypeId.BIGINT]: () => fixed(new arrow.Int64(), BigInt64Array, same<bigint>),
  [DuckDBTypeId.UTINYINT]: () => fixed(new arrow.Uint8(), Uint8Array, same<number>),
  [DuckDBTypeId.USMALLINT]: () => fixed(new arrow.Uint16(), Uint16Array, same<number>),
  [DuckDBTypeId.UINTEGER]: () => fixed(new arrow.Uint32(), Uint32Array, same<number>),
  [DuckDBTypeId.UBIGINT]: () => fixed(new arrow.Uint64(), BigUint64Array, same<bigint>),
  [DuckDBTypeId.HUGEINT]: () => decimals(38, 0, same<bigint>),
  [DuckDBTypeId.UHUGEINT]: () => decimals(38, 0, same<bigint>),
  [DuckDBTypeId.FLOAT]: () => fixed(new arrow.Float32(), Float32Array, same<number>),
  [DuckDBTypeId.DOUBLE]: () => fixed(new arrow.Float64(), Float64Array, same<number>),
  [DuckDBTypeId.DATE]: () =>
    fixed(new arrow.DateDay(), Int32Array, (value) => (value as DuckDBDateValue).days),
  [DuckDBTypeId.TIME]: () =>
    fixed(new arrow.TimeMicrosecond(), BigInt64Array, (value) => (value as DuckDBTimeValue).micros),
  [DuckDBTypeId.TIMESTAMP]: () => fixed(new arrow.TimestampMicrosecond(), BigInt64Array, micros),
  [DuckDBTypeId.TIMESTAMP_TZ]: () => fixed(new arrow.TimestampMicrosecond('UTC'), BigInt64Array, micros),
  [DuckDBTypeId.BLOB]: () => texts(new arrow.Binary(), (value) => (value as DuckDBBlobValue).bytes),
};

type FixedArray<E> = { [index: number]: E } & ArrayBufferView;

/** Values of one width, one after the other. */
function fixed<E>(
  type: arrow.DataType,
  ArrayOf: new (length: number) => FixedArray<E>,
  read: (value: DuckDBValue) => E,
): Column {
  return {
    type,
    data(values) {
      const data = new ArrayOf(values.length);
      for (const [index, value] of values.entries()) if (value !== null) data[index] = read(value);
      return dataOf(type, values, { data });
    },
  };
}

function decimals(precision: number, scale: number, read: (value: DuckDBValue) => bigint): Column {
  const type = new arrow.Decimal(scale, precision);
  const limit = 10n ** BigInt(precision);
  return {
    type,
    data(values) {
      const halves = new BigUint64Array(values.length * 2);
      for (const [index, value] of values.entries()) {
        if (value === null) continue;
        const number = read(value);
        if (number >= limit || number <= -limit) {
          throw new UserError(`${number} has more than the ${precision} digits that Arrow can hold`, {
            hint: 'Cast the column to VARCHAR.',
          });
        }
        // Little-endian two's complement of 128 bits.
        halves[index * 2] = BigInt.asUintN(64, number);
        halves[index * 2 + 1] = BigInt.asUintN(64, number >> 64n);
      }
      return dataOf(type, values, { data: new Uint32Array(halves.buffer) });
    },
  };
}

const booleans: Column = {
  type: new arrow.Bool(),
  data: (values) => dataOf(new arrow.Bool(), values, { data: bits(values, (value) => value === true) }),
};

/** Texts or bytes, one behind the other. */
function texts(type: arrow.DataType, read: (value: DuckDBValue) => string | Uint8Array): Column {
  return {
    type,
    data(values) {
      const pieces = values.map((value) => (value === null ? empty : Buffer.from(read(value))));
      const valueOffsets = offsets(pieces.map(({ length }) => length));
      return dataOf(type, values, { valueOffsets, data: Buffer.concat(pieces) });
    },
  };
}

const empty = Buffer.alloc(0);

function textOf(value: DuckDBValue): string {
  const exact = exactValue(value);
  return typeof exact === 'string' ? exact : JSON.stringify(exact);
}

function lists(item: Column): Column {
  const type = new arrow.List(new arrow.Field('item', item.type, true));
  return {
    type,
    data(values) {
      const items = values.map((value) => (value === null ? [] : (value as DuckDBListValue).items));
      const valueOffsets = offsets(items.map(({ length }) => length));
      return dataOf(type, values, { valueOffsets, child: item.data(items.flat()) });
    },
  };
}

function structs({ entryNames, entryTypes }: DuckDBStructType): Column {
  const columns = entryTypes.map(arrowColumn);
  const type = new arrow.Struct(
    columns.map((column, index) => new arrow.Field(entryNames[index] ?? '', column.type, true)),
  );
  return {
    type,
    data(values) {
      const children = columns.map((column, index) =>
        column.data(
          values.map(
            (value) => value && ((value as DuckDBStructValue).entries[entryNames[index] ?? ''] ?? null),
          ),
        ),
      );
      return dataOf(type, values, { children });
    },
  };
}

function maps(key: Column, value: Column): Column {
  const entry = new arrow.Struct<{ key: arrow.DataType; value: arrow.DataType }>([
    new arrow.Field('key', key.type, false),
    new arrow.Field('value', value.type, true),
  ]);
  const type = new arrow.Map_(new arrow.Field('entries', entry, false));
  return {
    type,
    data(values) {
      const maps = values.map((map) => (map === null ? [] : (map as DuckDBMapValue).entries));
      const entries = maps.flat();
      const children = [
        key.data(entries.map((pair) => pair.key)),
        value.data(entries.map((pair) => pair.value)),
      ];
      const child = arrow.makeData({ type: entry, length: entries.length, nullCount: 0, children });
      return dataOf(type, values, { valueOffsets: offsets(maps.map(({ length }) => length)), child });
    },
  };
}

/** What every column has, with the buffers of its own. */
function dataOf(type: arrow.DataType, values: readonly DuckDBValue[], buffers: object): arrow.Data {
  const nullCount = values.reduce<number>((count, value) => (value === null ? count + 1 : count), 0);
  const nullBitmap = nullCount === 0 ? undefined : bits(values, (value) => value !== null);
  return arrow.makeData({ type, length: values.length, nullCount, nullBitmap, ...buffers });
}

function bits(values: readonly DuckDBValue[], isSet: (value: DuckDBValue) => boolean): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  for (const [index, value] of values.entries()) {
    if (isSet(value)) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return bytes;
}

/** Where each of some lengths begins, and where the last one ends. */
function offsets(lengths: readonly number[]): Int32Array {
  const ends = new Int32Array(lengths.length + 1);
  for (const [index, length] of lengths.entries()) ends[index + 1] = (ends[index] ?? 0) + length;
  return ends;
}
