import { describe, expect, test } from 'vitest';
import { decimal, integer, list, struct, text } from '../../../datasets/columns.ts';
import type { Contract } from '../../../datasets/contract.ts';
import { rebuildTable } from '../../../lake/curation/rebuild.ts';
import {
  curatedFields,
  decidedChanges,
  requireFreeNames,
  schemaChanges,
} from '../../../lake/curation/schema.ts';
import { evolveSchema } from '../../../lake/iceberg/evolve.ts';
import { currentSchema, withIds } from '../../../lake/iceberg/schema.ts';
import { notes, specimens, testLake } from '../support.ts';

const more = integer('How many.', { es: 'Cuántos' });

/** The table that the contract would have been given. */
const tableOf = (contract: Contract) => withIds(curatedFields(contract), 0).fields;

test('a contract becomes the fields of its table', () => {
  expect(curatedFields(specimens)).toEqual([
    { name: 'specimen_id', required: true, type: 'string', doc: 'Key.' },
    { name: 'label', required: false, type: 'string', doc: 'Text.' },
    { name: 'amount', required: false, type: 'long', doc: 'Integer.' },
    { name: 'price', required: false, type: 'decimal(18, 3)', doc: 'Decimal.' },
    { name: 'ready', required: false, type: 'boolean', doc: 'Boolean.' },
    { name: 'day', required: false, type: 'date', doc: 'Date.' },
    { name: 'moment', required: false, type: 'timestamptz', doc: 'Instant.' },
    { name: 'facts', required: false, type: 'string', doc: 'JSON.' },
    {
      name: 'tags',
      required: false,
      type: { list: 'string', elementRequired: false },
      doc: 'List of texts.',
    },
    {
      name: 'counts',
      required: false,
      type: { list: 'long', elementRequired: false },
      doc: 'List of integers.',
    },
    {
      name: 'home',
      required: false,
      type: {
        struct: [
          { name: 'street', required: false, type: 'string' },
          { name: 'since', required: false, type: 'date' },
          { name: 'spots', required: false, type: { list: 'decimal(5, 2)', elementRequired: false } },
        ],
      },
      doc: 'Struct.',
    },
    {
      name: '_version',
      required: true,
      type: 'long',
      doc: 'Counter of the changes of this key; what is newer is higher.',
    },
    { name: '_changed_at', required: true, type: 'timestamptz', doc: 'When this version was accepted.' },
  ]);
});

describe('a contract that has changed', () => {
  test('asks for nothing when its table is as it should be', () => {
    expect(schemaChanges(specimens, tableOf(specimens))).toEqual([]);
  });

  test('adds its new columns where they stand, before the versions', () => {
    const { note_id, body } = notes.columns;
    const changed = { ...notes, columns: { note_id, more, body, last: text('Last.', { es: 'Fin' }) } };
    expect(schemaChanges(changed, tableOf(notes))).toEqual([
      {
        kind: 'add',
        field: { name: 'more', required: false, type: 'long', doc: 'How many.' },
        after: 'note_id',
      },
      { kind: 'add', field: { name: 'last', required: false, type: 'string', doc: 'Last.' }, after: 'body' },
    ]);
  });

  test('adds members to structs, also inside lists', () => {
    const before = list(struct({ a: { kind: 'text' } })('', { es: '' }).type)('', { es: 'Lista' });
    const after = list(struct({ a: { kind: 'text' }, b: { kind: 'date' } })('', { es: '' }).type)('', {
      es: 'Lista',
    });
    const with_ = (items: typeof before | typeof after) => ({
      ...notes,
      columns: { ...notes.columns, items },
    });
    expect(schemaChanges(with_(after), tableOf(with_(before)))).toEqual([
      {
        kind: 'add',
        field: { name: 'b', required: false, type: 'date' },
        within: 'items.element',
        after: 'a',
      },
    ]);
  });

  test('widens decimals and follows another order', () => {
    const price = (precision: number) => decimal(precision, 2)('Price.', { es: 'Precio' });
    const before = { ...notes, columns: { ...notes.columns, price: price(5) } };
    const after = {
      ...notes,
      columns: { note_id: notes.columns.note_id, price: price(9), body: notes.columns.body },
    };
    expect(schemaChanges(after, tableOf(before))).toEqual([
      { kind: 'widen', name: 'price', type: 'decimal(9, 2)' },
      { kind: 'reorder', names: ['note_id', 'price', 'body', '_version', '_changed_at'] },
    ]);
  });

  test('leaves a decimal as wide as it was', () => {
    const price = (precision: number) => ({
      ...notes,
      columns: { ...notes.columns, price: decimal(precision, 2)('Price.', { es: 'Precio' }) },
    });
    expect(schemaChanges(price(5), tableOf(price(9)))).toEqual([]);
  });

  test('may not drop a column', () => {
    const { note_id } = notes.columns;
    expect(() => schemaChanges({ ...notes, columns: { note_id } }, tableOf(notes))).toThrow(
      /^notes.body is in the table, but no longer in the contract$/,
    );
  });

  test('may not give a column another type', () => {
    const changed = { ...notes, columns: { ...notes.columns, body: more } };
    expect(() => schemaChanges(changed, tableOf(notes))).toThrow(
      /^notes.body has the type string in the table and another in the contract$/,
    );
  });
});

describe('what somebody has decided', () => {
  const { note_id, body } = notes.columns;

  test('renames, drops and adds columns, in this order', () => {
    const before = { ...notes, columns: { note_id, body, colour: body } };
    const after = { ...notes, columns: { note_id, more, said: body } };
    expect(decidedChanges(after, tableOf(before), { body: 'said' })).toEqual([
      { kind: 'rename', from: 'body', to: 'said' },
      { kind: 'drop', name: 'colour' },
      {
        kind: 'add',
        field: { name: 'more', required: false, type: 'long', doc: 'How many.' },
        after: 'note_id',
      },
    ]);
  });

  test('is nothing where it was done', () => {
    const after = { ...notes, columns: { note_id, said: body } };
    expect(decidedChanges(after, tableOf(after), { body: 'said' })).toEqual([]);
  });
});

test('a name does not pass to another column while the one that had it is there', async () => {
  const lake = await testLake();
  lake.bus.put(notes, 'a', { note_id: 'a', body: 'merged' });
  await lake.settle(notes);
  const { note_id, body } = notes.columns;
  const renamed = { ...notes, version: 2, columns: { note_id, said: body } };
  const { metadata } = await lake.table(notes);
  const changes = decidedChanges(renamed, currentSchema(metadata).fields, { body: 'said' });
  requireFreeNames('notes', metadata, changes);
  await evolveSchema(await lake.table(notes), changes, { now: lake.clock.now() });
  const both = { ...renamed, version: 3, columns: { note_id, said: body, body } };
  lake.bus.put(both, 'b', { note_id: 'b', said: 'x', body: 'y' });
  await lake.flush();
  await expect(lake.curate(both)).rejects.toThrow(
    'notes.body was the name of said before, which old changes still have under it',
  );
});

test('a column of another name has the values of before, of rows that were merged and that were not', async () => {
  const lake = await testLake();
  lake.bus.put(notes, 'a', { note_id: 'a', body: 'merged' });
  await lake.settle(notes);
  lake.bus.put(notes, 'b', { note_id: 'b', body: 'waiting' });
  await lake.flush();
  const { note_id, body } = notes.columns;
  const renamed = { ...notes, version: 2, columns: { note_id, said: body } };
  const table = await lake.table(notes);
  const changes = decidedChanges(renamed, currentSchema(table.metadata).fields, { body: 'said' });
  await evolveSchema(table, changes, { now: lake.clock.now() });
  lake.bus.put(renamed, 'c', { note_id: 'c', said: 'new' });
  await lake.settle(renamed);
  const said = async () => (await lake.rows(renamed)).map((row) => `${row.note_id} ${row.said}`);
  expect(await said()).toEqual(['a merged', 'b waiting', 'c new']);
  await rebuildTable(renamed, lake);
  expect(await said()).toEqual(['a merged', 'b waiting', 'c new']);
});

test('old rows lack a new column, new rows have it', async () => {
  const lake = await testLake();
  lake.bus.put(notes, 'a', { note_id: 'a', body: 'old' });
  lake.bus.put(notes, 'b', { note_id: 'b', body: 'old' });
  await lake.settle(notes);
  const { note_id, body } = notes.columns;
  const changed = { ...notes, version: 2, columns: { note_id, more, body } };
  lake.bus.put(changed, 'b', { note_id: 'b', more: '7', body: 'new' });
  await lake.settle(changed);
  expect(await lake.rows(changed)).toEqual([
    { note_id: 'a', more: null, body: 'old', _version: '1', _changed_at: '2026-03-01T10:00:00.000000Z' },
    { note_id: 'b', more: '7', body: 'new', _version: '2', _changed_at: '2026-03-01T10:00:00.000000Z' },
  ]);
});
