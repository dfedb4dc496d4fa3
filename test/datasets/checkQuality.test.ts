import { describe, expect, test } from 'vitest';
import { decimal } from '../../datasets/columns.ts';
import type { QualityRule } from '../../datasets/contract.ts';
import { facts, problems, pupils, withRule } from './contracts.ts';

describe('a quality rule', () => {
  test('has a name of its own', () => {
    const rule: QualityRule = { name: 'twice', severity: 'error', kind: 'resolves', column: 'school_id' };
    expect(problems({ quality: [rule, rule] })).toEqual(['pupils: has two quality rules "twice"']);
  });

  test.each([
    { kind: 'between', column: 'gone', min: '1' },
    { kind: 'ordered', first: 'entry_date', second: 'gone' },
    { kind: 'ordered', first: 'gone', second: 'entry_date' },
    { kind: 'unique', columns: ['school_id', 'gone'] },
    { kind: 'complete', column: 'gone', share: 1 },
    { kind: 'resolves', column: 'gone' },
  ])('of the kind $kind names columns that are there', (rule) => {
    expect(withRule(rule)).toEqual(['pupils.gone: is named by the quality rule "rule", but is no column']);
  });

  test.each([
    { kind: 'unique', columns: ['school_id'] },
    { kind: 'complete', column: 'exit_date', share: 1 },
    { kind: 'resolves', column: 'school_id' },
    { kind: 'sql', meaning: 'None.', es: 'Ninguna.', query: 'SELECT 1' },
  ])('of the kind $kind does not refuse rows: more than one row decides', (rule) => {
    expect(withRule({ ...rule, severity: 'quarantine' })).toEqual([
      'pupils: quality rule "rule" is of severity quarantine, which one row alone must decide',
    ]);
  });

  test('of references holds no commit back: what they lead to arrives in its own time', () => {
    expect(withRule({ kind: 'resolves', column: 'school_id', severity: 'hold' })).toEqual([
      'pupils: quality rule "rule" is of severity hold, but other datasets arrive in their own time',
    ]);
  });

  test.each([
    [{ query: ' ' }, 'has no query'],
    [{ query: 'SELECT 1; SELECT 2' }, 'has a ";" in its query, which is one statement'],
    [{ meaning: '' }, 'does not say what it means'],
    [{ es: '' }, 'has no Spanish label'],
  ])('in SQL is one query and says what it asks: %j', (change, problem) => {
    const rule = { kind: 'sql', meaning: 'None.', es: 'Ninguna.', query: 'SELECT 1', ...change };
    expect(withRule(rule)).toEqual([`pupils: quality rule "rule" ${problem}`]);
  });

  test('that sets bounds sets one', () => {
    expect(withRule({ kind: 'between', column: 'entry_date' })).toEqual([
      'pupils: quality rule "rule" has neither min nor max',
    ]);
  });

  test('that sets bounds writes them as its column does', () => {
    expect(withRule({ kind: 'between', column: 'entry_date', min: '1900', max: '2100-12-31' })).toEqual([
      'pupils: quality rule "rule" has a min "1900" that is not a date YYYY-MM-DD',
    ]);
  });

  test('that sets bounds sets them in order', () => {
    expect(withRule({ kind: 'between', column: 'entry_date', min: '2100-01-01', max: '2000-01-01' })).toEqual(
      ['pupils: quality rule "rule" has a min "2100-01-01" above its max "2000-01-01"'],
    );
  });

  test('orders numbers by their value', () => {
    const columns = { ...pupils.columns, score: decimal(5, 2)('Score.', facts) };
    const rule = { name: 'rule', severity: 'error', kind: 'between', column: 'score' } as const;
    expect(problems({ columns, quality: [{ ...rule, min: '-10.00', max: '9.50' }] })).toEqual([]);
    expect(problems({ columns, quality: [{ ...rule, min: '10.00', max: '9.50' }] })).toEqual([
      'pupils: quality rule "rule" has a min "10.00" above its max "9.50"',
    ]);
  });

  test('that sets bounds is of a column with an order', () => {
    expect(withRule({ kind: 'between', column: 'school_id', min: 'a' })).toEqual([
      'pupils: quality rule "rule" needs an order, which school_id does not have',
    ]);
  });

  test('that sets an order is of columns with an order', () => {
    expect(withRule({ kind: 'ordered', first: 'school_id', second: 'pupil_id' })).toEqual([
      'pupils: quality rule "rule" needs an order, which school_id does not have',
    ]);
  });

  test('that sets an order is of two columns', () => {
    expect(withRule({ kind: 'ordered', first: 'entry_date', second: 'entry_date' })).toEqual([
      'pupils: quality rule "rule" compares entry_date with itself',
    ]);
  });

  test('that sets an order is of columns of one kind', () => {
    expect(withRule({ kind: 'ordered', first: 'entry_date', second: 'school_id' })).toEqual([
      'pupils: quality rule "rule" compares entry_date, a date, with school_id, a text',
    ]);
  });

  test.each([[[]], [['school_id', 'school_id']]])('is not unique over %j', (columns) => {
    expect(withRule({ kind: 'unique', columns })).toEqual([
      'pupils: quality rule "rule" needs columns, each of them once',
    ]);
  });

  test.each([0, 1.01, -0.5, Number.NaN])('does not ask for a share of %d', (share) => {
    expect(withRule({ kind: 'complete', column: 'exit_date', share })).toEqual([
      `pupils: quality rule "rule" has a share of ${share}, which is not above 0 and at most 1`,
    ]);
  });

  test('does not ask whether a required value is there', () => {
    expect(withRule({ kind: 'complete', column: 'entry_date', share: 1 })).toEqual([
      'pupils: quality rule "rule" asks for entry_date, which is never missing',
    ]);
  });

  test('that resolves does so by a reference', () => {
    expect(withRule({ kind: 'resolves', column: 'pupil_id' })).toEqual([
      'pupils: quality rule "rule" needs a reference, which pupil_id is not',
    ]);
  });
});
