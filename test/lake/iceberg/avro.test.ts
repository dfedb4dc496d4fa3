import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AvroSchema, decodeAvro, encodeAvro, fieldNames } from '../../../lake/iceberg/avro.ts';
import { map, optional, record, required } from '../../../lake/iceberg/avroFields.ts';

const schema = record('line', [
  required(1, 'name', 'string'),
  required(2, 'size', 'long'),
  optional(3, 'sizes', map(4, 5, 'long')),
  optional(6, 'bytes', 'bytes'),
]);

test('records come back, whatever 64-bit numbers, texts and bytes they hold', () => {
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  const line = fc.record({
    name: fc.string({ unit: 'binary' }),
    size: int64,
    sizes: fc.option(
      fc.array(fc.record({ key: fc.integer({ min: 0, max: 2 ** 31 - 1 }), value: int64 }), { maxLength: 5 }),
    ),
    bytes: fc.option(fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes))),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const { header, records } = decodeAvro(encodeAvro(schema, lines, { 'format-version': '2' }), new Map());
      expect(header['format-version']).toBe('2');
      expect(records).toEqual(lines);
    }),
    { seed: 7, numRuns: 200 },
  );
});

test('the header keeps the field ids, and the same records give the same bytes', () => {
  const lines = [{ name: 'a', size: 1n, sizes: null, bytes: null }];
  const bytes = encodeAvro(schema, lines, {});
  expect(JSON.parse(decodeAvro(bytes, new Map()).header['avro.schema'] ?? '')).toEqual(schema);
  expect(encodeAvro(schema, lines, {}).equals(bytes)).toBe(true);
});

test('a field is known by its id: Java once called the count of added files by another name', () => {
  const older = record('manifest_file', [required(504, 'added_data_files_count', 'int')]);
  const newer = record('manifest_file', [required(504, 'added_files_count', 'int')]);
  const bytes = encodeAvro(older, [{ added_data_files_count: 3 }], {});
  expect(decodeAvro(bytes, fieldNames(newer)).records).toEqual([{ added_files_count: 3 }]);
});

test('a file that ends in the middle, is damaged, or is none, is refused', () => {
  const bytes = encodeAvro(schema, [{ name: 'a', size: 1n, sizes: null, bytes: null }], {});
  for (const length of [3, 10, bytes.length - 1]) {
    expect(() => decodeAvro(bytes.subarray(0, length), new Map())).toThrow();
  }
  const damaged = Buffer.from(bytes);
  damaged[damaged.length - 1] = (damaged.at(-1) as number) ^ 1;
  expect(() => decodeAvro(damaged, new Map())).toThrow('the Avro file is damaged or ends too early');
  expect(() => decodeAvro(Buffer.from('PAR1'), new Map())).toThrow('not an Avro file');
});

test('files without compression are read, in as many blocks as the writer liked', () => {
  const text = (value: string) => Buffer.concat([Buffer.from([value.length * 2]), Buffer.from(value)]);
  const marker = Buffer.alloc(16, 7);
  const type: AvroSchema = record('line', [required(1, 'n', 'long')]);
  const printed = JSON.stringify(type);
  const header = Buffer.concat([
    Buffer.from('Obj\u0001'),
    Buffer.from([4]),
    text('avro.codec'),
    text('null'),
    text('avro.schema'),
    Buffer.from([((printed.length * 2) & 0x7f) | 0x80, (printed.length * 2) >> 7]),
    Buffer.from(printed),
    Buffer.from([0]),
    marker,
  ]);
  const block = (...values: number[]) =>
    Buffer.concat([Buffer.from([values.length * 2, values.length * 2]), Buffer.from(values), marker]);
  const bytes = Buffer.concat([header, block(2, 4), block(6)]);
  expect(decodeAvro(bytes, new Map()).records).toEqual([{ n: 1n }, { n: 2n }, { n: 3n }]);
});

test('a compression that Node does not have is named', () => {
  const bytes = encodeAvro(schema, [], {});
  const snappy = Buffer.from(bytes.toString('latin1').replace('\u000edeflate', '\u000csnappy'), 'latin1');
  expect(() => decodeAvro(snappy, new Map())).toThrow('the Avro codec snappy is not supported');
});
