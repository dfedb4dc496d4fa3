import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDecoder } from '../../../ingestion/postgres/pgoutput.ts';
import { begin, commit, insert, relation, remove, truncate, update } from './messages.ts';

function decoding(columns: string[], isRead: (column: string) => boolean = () => true) {
  const decode = openDecoder(({ name }) => (name === 'ajena' ? null : isRead));
  decode(relation(1, 'public', 'alumnos', columns));
  decode(relation(2, 'public', 'ajena', columns));
  return decode;
}

describe('messages of the output plugin', () => {
  test('a transaction names where it committed, when, and where it ends', () => {
    const decode = decoding(['id']);
    expect(decode(begin(0x1_0000_0002n, 1_000_000n))).toEqual({
      kind: 'begin',
      commitLsn: 0x1_0000_0002n,
      committedAt: 946_684_801_000_000n,
    });
    expect(decode(commit(5n, 9n))).toEqual({ kind: 'commit', endLsn: 9n });
  });

  test('a table is described with its columns', () => {
    const columns = [
      { name: 'id', typeOid: 25, typeMod: -1 },
      { name: 'año', typeOid: 25, typeMod: -1 },
    ];
    const decode = openDecoder(() => null);
    expect(decode(relation(7, '', 'pg_x', ['id', 'año']))).toEqual({
      kind: 'relation',
      relation: { oid: 7, schema: 'pg_catalog', name: 'pg_x', columns },
    });
  });

  test('a value that was not sent is absent, one that is null is null', () => {
    const decode = decoding(['id', 'nombre', 'notas']);
    expect(decode(update(1, ['1', null, undefined]))).toEqual({
      kind: 'update',
      oid: 1,
      before: null,
      row: { id: '1', nombre: null },
      partial: true,
    });
  });

  test('an old key has only key columns; an old row fills in what was not sent', () => {
    const decode = decoding(['id', 'nombre', 'notas']);
    expect(decode(update(1, ['2', 'Ana', undefined], ['K', ['1', null, null]]))).toMatchObject({
      before: { id: '1' },
      row: { id: '2', nombre: 'Ana' },
      partial: true,
    });
    expect(decode(update(1, ['2', 'Ana', undefined], ['O', ['1', null, 'long']]))).toMatchObject({
      before: { id: '1', nombre: null, notas: 'long' },
      row: { id: '2', nombre: 'Ana', notas: 'long' },
      partial: false,
    });
    expect(decode(remove(1, ['K', ['1', null, null]]))).toEqual({
      kind: 'delete',
      oid: 1,
      before: { id: '1' },
    });
  });

  test('columns and tables that are not wanted are not read', () => {
    const decode = decoding(['id', 'clave'], (column) => column !== 'clave');
    expect(decode(insert(1, ['1', 'k3y']))).toEqual({ kind: 'insert', oid: 1, row: { id: '1' } });
    expect(decode(insert(2, ['1', 'k3y']))).toEqual({ kind: 'foreign' });
    expect(decode(truncate(2, 1))).toEqual({ kind: 'truncate', oids: [2, 1] });
  });

  test('what is no message of the plugin is refused', () => {
    const decode = decoding(['id']);
    expect(() => decode(Buffer.from('Z'))).toThrow('pgoutput: unknown message 5a');
    expect(() => decode(insert(3, ['1']))).toThrow(
      'pgoutput: a change of relation 3, which was never described',
    );
  });

  test('whatever the values are, they come back, however long the row is', () => {
    const decode = decoding(['a', 'b', 'c']);
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme-ascii', minLength: 100, maxLength: 300 }),
      fc.nat(40_000).map((length) => 'ñ'.repeat(length)),
      fc.nat(40_000).map((length) => 'n'.repeat(length)),
    );
    fc.assert(
      fc.property(fc.tuple(fc.option(text), fc.option(text), fc.option(text)), ([a, b, c]) => {
        expect(decode(insert(1, [a, b, c]))).toEqual({ kind: 'insert', oid: 1, row: { a, b, c } });
      }),
      { seed: 7 },
    );
  });
});
