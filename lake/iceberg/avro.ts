import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync, zstdDecompressSync } from 'node:zlib';
import avro, { type Type } from 'avsc';

/**
 * Avro object container files (https://avro.apache.org/docs/1.12.0/specification/#object-container-files).
 * `avsc` encodes the values. The framing is ours because Iceberg puts a `field-id` on every field of the
 * schema in the header, and a library that prints its own idea of the schema drops it.
 */
export type AvroSchema =
  | string
  | readonly AvroSchema[]
  | { readonly type: 'record'; readonly name: string; readonly fields: readonly AvroField[] }
  | {
      readonly type: 'array';
      readonly items: AvroSchema;
      readonly 'element-id'?: number;
      readonly logicalType?: string;
    };

export interface AvroField {
  readonly name: string;
  readonly type: AvroSchema;
  readonly 'field-id': number;
  readonly default?: null;
  readonly doc?: string;
}

const magic = Buffer.from('Obj\u0001', 'latin1');

/** Avro's `long` as bigint: snapshot ids use all of the 64 bits. */
const long = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

const typeOf = (schema: AvroSchema): Type =>
  avro.Type.forSchema(schema as avro.Schema, { registry: { long } });

/** `avsc` compiles a type into code, which takes longer than reading a small manifest with it; there are few. */
const writerTypes = new Map<string, Type>();
function cachedTypeOf(printed: string, names: ReadonlyMap<number, string>): Type {
  const key = `${[...names.values()].join(' ')} ${printed}`;
  const type = writerTypes.get(key) ?? typeOf(namedById(JSON.parse(printed) as AvroSchema, names));
  writerTypes.set(key, type);
  return type;
}

const countType = typeOf('long');
const headerType = typeOf({ type: 'map', values: 'bytes' } as unknown as AvroSchema);

/** The bytes of a container file. The same records give the same bytes. */
export function encodeAvro(
  schema: AvroSchema,
  records: readonly unknown[],
  header: Readonly<Record<string, string>>,
): Buffer {
  const printed = JSON.stringify(schema);
  const type = cachedTypeOf(printed, new Map());
  const block = deflateRawSync(Buffer.concat(records.map((record) => type.toBuffer(record))));
  const entries = { 'avro.schema': printed, 'avro.codec': 'deflate', ...header };
  const head = headerType.toBuffer(
    Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, Buffer.from(value)])),
  );
  const marker = createHash('sha256').update(head).update(block).digest().subarray(0, 16);
  const count = countType.toBuffer(BigInt(records.length));
  const size = countType.toBuffer(BigInt(block.length));
  return Buffer.concat([magic, head, marker, ...(records.length > 0 ? [count, size, block, marker] : [])]);
}

interface AvroFile {
  readonly header: Readonly<Record<string, string>>;
  readonly records: readonly unknown[];
}

/**
 * Reads a container file by the schema that it was written with. A field is what its id says: where `names`
 * knows the id, the field carries that name in the records, whatever the writer called it.
 * @throws Error when the bytes are no whole container file, or compressed in a way that Node does not know.
 */
export function decodeAvro(bytes: Buffer, names: ReadonlyMap<number, string>): AvroFile {
  if (!bytes.subarray(0, 4).equals(magic)) throw new Error('not an Avro file');
  let at = 4;
  const take = <T>(type: Type): T => {
    const { value, offset } = type.decode(bytes, at) as { value: T; offset: number };
    if (offset < 0) throw new Error('the Avro file ends too early');
    at = offset;
    return value;
  };
  const header = Object.fromEntries(
    Object.entries(take<Record<string, Buffer>>(headerType)).map(([key, value]) => [key, value.toString()]),
  );
  const type = cachedTypeOf(header['avro.schema'] ?? 'null', names);
  const inflate = codecs[header['avro.codec'] ?? 'null'];
  if (!inflate) throw new Error(`the Avro codec ${header['avro.codec']} is not supported`);
  const marker = bytes.subarray(at, at + 16);
  at += 16;
  const records: unknown[] = [];
  while (at < bytes.length) {
    const count = Number(take<bigint>(countType));
    const size = Number(take<bigint>(countType));
    const block = inflate(bytes.subarray(at, at + size));
    at += size;
    if (!bytes.subarray(at, at + 16).equals(marker))
      throw new Error('the Avro file is damaged or ends too early');
    at += 16;
    for (let index = 0, offset = 0; index < count; index++) {
      const record = type.decode(block, offset) as { value: unknown; offset: number };
      records.push(record.value);
      offset = record.offset;
    }
  }
  return { header, records };
}

const codecs: Readonly<Record<string, (block: Buffer) => Buffer>> = {
  null: (block) => block,
  deflate: (block) => inflateRawSync(block),
  zstandard: (block) => zstdDecompressSync(block),
};

/** The names that a schema gives to its field ids, at every depth. */
export function fieldNames(schema: AvroSchema, names = new Map<number, string>()): Map<number, string> {
  if (typeof schema === 'string') return names;
  if (Array.isArray(schema)) for (const branch of schema) fieldNames(branch, names);
  else if ('items' in schema) fieldNames(schema.items, names);
  else if ('fields' in schema) {
    for (const field of schema.fields) {
      names.set(field['field-id'], field.name);
      fieldNames(field.type, names);
    }
  }
  return names;
}

function namedById(schema: AvroSchema, names: ReadonlyMap<number, string>): AvroSchema {
  if (typeof schema === 'string') return schema;
  if (Array.isArray(schema)) return schema.map((branch) => namedById(branch, names));
  if ('items' in schema) return { ...schema, items: namedById(schema.items, names) };
  if (!('fields' in schema)) return schema;
  return {
    ...schema,
    fields: schema.fields.map((field) => ({
      ...field,
      name: names.get(field['field-id']) ?? field.name,
      type: namedById(field.type, names),
    })),
  };
}
