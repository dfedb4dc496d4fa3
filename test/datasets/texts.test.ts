import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnType } from '../../datasets/columns.ts';
import { brokenRule } from '../../datasets/values.ts';

const seed = { seed: 20_261_124 };

describe('text', () => {
  const type: ColumnType = { kind: 'text' };

  test('is any well-formed text without NUL', () => {
    const character = fc
      .integer({ min: 1, max: 0x10ffff })
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(fc.string({ unit: character }), (value) => {
        expect(brokenRule(type, value)).toBeNull();
      }),
      seed,
    );
  });

  test.each(['', ' ', 'line\nfeed', '"quoted", it\'s said', '👩🏽‍🏫', '\uFEFF', '\u0007'])(
    'may be %j',
    (value) => {
      expect(brokenRule(type, value)).toBeNull();
    },
  );

  test.each(['\0', 'a\0b', 'end\0'])('is not %j', (value) => {
    expect(brokenRule(type, value)).toBe('holds a NUL character');
  });

  test.each(['\uD83D', '\uDC69', 'a\uDC69\uD83Db'])('is not half of a character', (value) => {
    expect(brokenRule(type, value)).toBe('holds half of a surrogate pair');
  });

  test.each([[1], [true], [null], [undefined], [['a']], [{}]])('is not %j', (value) => {
    expect(brokenRule(type, value)).toBe('is not a text');
  });
});

describe('json', () => {
  const type: ColumnType = { kind: 'json' };

  test('is the text of any JSON value', () => {
    fc.assert(
      fc.property(fc.json(), (value) => {
        expect(brokenRule(type, value)).toBeNull();
      }),
      seed,
    );
  });

  test.each(['null', '{"n": 12345678901234567890.10}', ' [1] '])(
    'may be %s, kept as it is written',
    (value) => {
      expect(brokenRule(type, value)).toBeNull();
    },
  );

  test.each(['', '{', "{'a': 1}", 'undefined', '[1,]', 'NaN'])('is not %j', (value) => {
    expect(brokenRule(type, value)).toBe('is not JSON');
  });

  test('is never an object', () => {
    expect(brokenRule(type, { a: 1 })).toBe('is not a text');
  });
});

describe('a list', () => {
  const type: ColumnType = { kind: 'list', of: { kind: 'integer' } };

  test.each([[[]], [['1']], [['1', '-2', '1']]])('may be %j', (value) => {
    expect(brokenRule(type, value)).toBeNull();
  });

  test('names the item that breaks its rule', () => {
    expect(brokenRule(type, ['1', '2', '3.0'])).toBe('item 3 is not a whole number');
  });

  test('holds no missing items', () => {
    expect(brokenRule(type, ['1', null])).toBe('item 2 is not a whole number');
    expect(brokenRule(type, new Array(1))).toBe('item 1 is not a whole number');
  });

  test.each([['1,2'], [{ 0: '1' }], [null]])('is not %j', (value) => {
    expect(brokenRule(type, value)).toBe('is not a list');
  });

  test('of lists names the place in both', () => {
    expect(brokenRule({ kind: 'list', of: type }, [['1'], ['2', 'x']])).toBe(
      'item 2 item 2 is not a whole number',
    );
  });
});

describe('a struct', () => {
  const type: ColumnType = { kind: 'struct', fields: { type: { kind: 'text' }, since: { kind: 'date' } } };

  test('has all of its fields, each of which may be null', () => {
    expect(brokenRule(type, { type: 'LDAP', since: '2026-01-31' })).toBeNull();
    expect(brokenRule(type, { type: null, since: null })).toBeNull();
  });

  test('lacks no field', () => {
    expect(brokenRule(type, { type: 'LDAP' })).toBe('lacks the field "since"');
    expect(brokenRule(type, { type: 'LDAP', since: undefined })).toBe('lacks the field "since"');
  });

  test.each(['extra', 'toString', '__proto__x', 'constructor'])('has no field %s', (name) => {
    expect(brokenRule(type, { type: 'LDAP', since: null, [name]: 'x' })).toBe(
      `has an unknown field "${name}"`,
    );
  });

  test('inherits no field', () => {
    const fields: Record<string, ColumnType> = Object.fromEntries([['constructor', { kind: 'text' }]]);
    expect(brokenRule({ kind: 'struct', fields }, {})).toBe('lacks the field "constructor"');
  });

  test('names the field that breaks its rule', () => {
    expect(brokenRule(type, { type: 'LDAP', since: '31/01/2026' })).toBe(
      'field "since" is not a date YYYY-MM-DD',
    );
  });

  test.each([['{}'], [[]], [null]])('is not %j', (value) => {
    expect(brokenRule(type, value)).toBe('is not an object');
  });
});
