import type { AvroField, AvroSchema } from './avro.ts';

/** Builders for the Avro schemas of manifests and manifest lists: id first, as the specification's tables have it. */
export function required(id: number, name: string, type: AvroSchema): AvroField {
  return { name, type, 'field-id': id };
}

export function optional(id: number, name: string, type: AvroSchema): AvroField {
  return { name, type: ['null', type], default: null, 'field-id': id };
}

export function record(name: string, fields: readonly AvroField[]): AvroSchema {
  return { type: 'record', name, fields };
}

/** Avro's own maps have text keys only; the specification stores others as an array of pairs. */
export function map(keyId: number, valueId: number, value: AvroSchema): AvroSchema {
  const pair = record(`k${keyId}_v${valueId}`, [
    required(keyId, 'key', 'int'),
    required(valueId, 'value', value),
  ]);
  return { type: 'array', items: pair, logicalType: 'map' };
}

export function list(elementId: number, items: AvroSchema): AvroSchema {
  return { type: 'array', items, 'element-id': elementId };
}
