import { describe, expect, test } from 'vitest';
import { boolean, date, integer, list, text, timestamp } from '../../../datasets/columns.ts';
import { defineDataset } from '../../../datasets/contract.ts';
import { compileMapping, type Readers } from '../../../ingestion/mapping/compile.ts';
import type { Mapping, SourceRow } from '../../../ingestion/mapping/mapping.ts';
import { offer, offerDelete } from '../../../ingestion/mapping/offer.ts';

const pets = defineDataset({
  name: 'pets',
  kind: 'entity',
  version: 1,
  meaning: 'A pet.',
  es: 'Mascotas',
  key: 'pet_id',
  columns: {
    pet_id: text('Key', { es: 'Clave' }),
    name: text('Name', { es: 'Nombre', reveals: 'identity' }),
    kind: text('Kind', { es: 'Tipo', optional: true, vocabulary: ['cat', 'dog'] }),
    legs: integer('Legs', { es: 'Patas', optional: true }),
    born: date('Born', { es: 'Nacido' }),
    tame: boolean('Tame', { es: 'Manso', optional: true }),
    foods: list({ kind: 'text' })('Foods', { es: 'Comidas', optional: true, vocabulary: ['fish', 'meat'] }),
    seen_at: timestamp('Seen', { es: 'Visto', optional: true }),
    planet: text('Planet', { es: 'Planeta' }),
  },
  subjects: {},
  scope: { kind: 'shared' },
  quality: [],
  freshness: 'PT1M',
  retention: { period: 'P1Y', from: 'deletion' },
});

const mapping: Mapping = {
  table: 'mascotas',
  dataset: 'pets',
  version: 2,
  fields: {
    pet_id: { template: '{casa}-{id}' },
    name: 'nombre',
    kind: { column: 'tipo', codes: { gato: 'cat', perro: 'dog' } },
    legs: 'patas',
    born: 'nacido',
    tame: { column: 'manso', codes: { S: true, N: false }, otherwise: false },
    foods: { column: 'comidas', separator: ',', codes: { pescado: 'fish' } },
    planet: { constant: 'Earth' },
  },
  when: { column: 'clase', in: ['mascota'] },
  deletedWhen: { column: 'borrado', in: ['S'] },
  occurredAt: 'visto',
  secret: ['clave'],
};

/** Readers as plain as they can be: what they cannot read is `?`, and spaces are trimmed as a repair. */
const readers: Readers = {
  text: (value) => (value === value.trim() ? { value } : { value: value.trim(), repair: 'trimmed' }),
  integer: (value) => ({ value: /^\d+$/.test(value) ? value : undefined }),
  decimal: (value) => ({ value }),
  boolean: () => ({ value: undefined }),
  date: (value) => ({ value: value.includes('?') ? undefined : value }),
  timestamp: (value) => ({ value: `${value}T00:00:00.000000Z` }),
  json: (value) => ({ value }),
  list: (value, _type, { separator = ';' }) => ({ value: value.split(separator) }),
  struct: (value) => ({ value }),
};
const compiled = compileMapping(mapping, pets, readers);

const source: SourceRow = {
  casa: '3',
  id: '7',
  nombre: 'Rex',
  tipo: 'perro',
  patas: '4',
  nacido: '2020-02-29',
  manso: 'S',
  comidas: 'pescado,meat',
  clase: 'mascota',
  borrado: 'N',
  visto: '2026-01-02',
  clave: 'hunter2',
  color: 'rojo',
};
const row = {
  pet_id: '3-7',
  name: 'Rex',
  kind: 'dog',
  legs: '4',
  born: '2020-02-29',
  tame: true,
  foods: ['fish', 'meat'],
  seen_at: null,
  planet: 'Earth',
};
const found = { position: 'p', place: 'mascotas 7' };
const offered = (changed: SourceRow) => offer(compiled, { ...source, ...changed }, found);

describe('a row through a mapping', () => {
  test('is read by its contract, in the order of its columns', () => {
    const { change, repairs } = offered({});
    expect(JSON.stringify(change?.row)).toBe(JSON.stringify(row));
    expect(change).toMatchObject({
      key: '3-7',
      op: 'upsert',
      occurredAt: '2026-01-02T00:00:00.000000Z',
      mappingVersion: 2,
    });
    expect(repairs).toEqual([]);
  });

  test('keeps every other column as text, and no secret anywhere', () => {
    const { change } = offered({});
    expect(change?.extra).toEqual({ clase: 'mascota', borrado: 'N', visto: '2026-01-02', color: 'rojo' });
    expect(JSON.stringify(change)).not.toContain('hunter2');
  });

  test('null stays null, or becomes what the rule says', () => {
    expect(offered({ tipo: null, manso: null }).change?.row).toEqual({ ...row, kind: null, tame: false });
  });

  test('an unknown word of a vocabulary is kept as ext:, also within a list', () => {
    const { change, repairs } = offered({ tipo: 'loro', comidas: 'pescado,pan' });
    expect(change?.row).toEqual({ ...row, kind: 'ext:loro', foods: ['fish', 'ext:pan'] });
    expect(repairs).toEqual([
      { column: 'kind', repair: 'unknown value kept as ext:' },
      { column: 'foods', repair: 'unknown value kept as ext:' },
    ]);
  });

  test('an unreadable optional value becomes null, and its original is kept', () => {
    const { change, repairs } = offered({ patas: 'four' });
    expect(change?.row).toEqual({ ...row, legs: null });
    expect(change?.extra).toMatchObject({ patas: 'four' });
    expect(repairs).toEqual([{ column: 'legs', repair: 'left empty: is not a readable integer' }]);
  });

  test('a repair of the reader is passed on', () => {
    expect(offered({ nombre: ' Rex ' }).repairs).toEqual([{ column: 'name', repair: 'trimmed' }]);
  });

  test('an unreadable required value is rejected with its place, its value and its rule', () => {
    expect(offered({ nacido: '2020-?' }).rejection).toMatchObject({
      key: '3-7',
      place: 'mascotas 7',
      column: 'born',
      rule: 'is not a readable date',
      value: '2020-?',
    });
  });

  test('the value of a classified column is not repeated in the rejection', () => {
    const { rejection } = offered({ nombre: 'R\0x' });
    expect(rejection).toMatchObject({ column: 'name', rule: 'holds a NUL character', value: null });
    expect(rejection?.payload).not.toHaveProperty('clave');
  });

  test('a row without a key is rejected', () => {
    expect(offered({ id: null }).rejection).toMatchObject({
      key: null,
      column: 'pet_id',
      rule: 'the row has no key',
    });
  });

  test('columns that were not sent are named as unchanged', () => {
    const { nombre: _, ...rest } = source;
    const { change } = offer(compiled, rest, { ...found, partial: true });
    expect(change).toMatchObject({ unchanged: ['name'], partial: true });
  });

  test('a row that the dataset does not hold, or a soft-deleted one, is a delete', () => {
    expect(offered({ clase: 'persona' }).change).toMatchObject({
      key: '3-7',
      op: 'delete',
      row: null,
      extra: null,
    });
    expect(offered({ borrado: 'S' }).change).toMatchObject({ key: '3-7', op: 'delete' });
  });

  test('a delete needs the key columns only', () => {
    expect(offerDelete(compiled, { casa: '3', id: '7' }, found)).toMatchObject({ key: '3-7', op: 'delete' });
  });
});

describe('a mapping that does not fit its contract is refused', () => {
  const fields = mapping.fields;
  test.each<[string, Partial<Mapping>, string]>([
    [
      'a column that the contract lacks',
      { fields: { ...fields, tail: 'cola' } },
      'tail is no column of pets',
    ],
    [
      'a required column without a rule',
      { fields: { ...fields, born: undefined } as never },
      'born is required and not mapped',
    ],
    ['a secret that a rule reads', { secret: ['nombre'] }, 'name reads nombre, which is secret'],
  ])('%s', (_case, changed, message) => {
    expect(() => compileMapping({ ...mapping, ...changed }, pets, readers)).toThrow(
      `mapping mascotas -> pets: ${message}`,
    );
  });
});
