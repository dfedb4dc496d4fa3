import { describe, expect, test } from 'vitest';
import { decimal, struct, text } from '../../../datasets/columns.ts';
import type { QualityRule } from '../../../datasets/contract.ts';
import { workingDefinition } from '../../../runtime/definition/definition.ts';
import { changesBetween } from '../../../runtime/definition/diff/diff.ts';
import { before, column, contractLines, definition, linesOf, next, withColumns } from './definitions.ts';

const es = 'Algo';
const optional = { es, optional: true };

test('a definition is the same as itself, also when it was written to a file', () => {
  const working = workingDefinition();
  expect(changesBetween(working, JSON.parse(JSON.stringify(working)))).toEqual([]);
});

describe('of the columns of a dataset', () => {
  test.each([
    [
      'an optional one that comes',
      { hobby: text('Hobby.', optional) },
      'additive pupils.hobby: column added',
    ],
    [
      'one that reveals something',
      { mail: text('Mail.', { ...optional, reveals: 'contact' }) },
      'privacy pupils.mail: column added that reveals contact',
    ],
    [
      'a required one that comes',
      { hobby: text('Hobby.', { es }) },
      'breaking pupils.hobby: required column added: rows without it are refused',
    ],
    ['one that goes', { nick: null }, 'breaking pupils.nick: column dropped'],
    [
      'one that may be missing',
      { entry_date: column('entry_date', { optional: true }) },
      'widening pupils.entry_date: may be missing',
    ],
    [
      'one that is required',
      { nick: column('nick', { optional: false }) },
      'breaking pupils.nick: required: rows without it are refused',
    ],
    [
      'more digits',
      { score: decimal(8, 2)('Score.', optional) },
      'widening pupils.score: has 8 digits, was 5',
    ],
    [
      'less digits',
      { score: decimal(4, 2)('Score.', optional) },
      'breaking pupils.score: has 4 digits, was 5: longer values are refused',
    ],
    [
      'another type',
      { score: text('Score.', optional) },
      'breaking pupils.score: is text, was decimal(5, 2) [stored values cannot follow: add a column of another name, and drop this one later]',
    ],
    [
      'a member that comes',
      { home: struct({ street: { kind: 'text' }, town: { kind: 'text' } })('Home.', optional) },
      'additive pupils.home: town added',
    ],
    [
      'a word that comes',
      { state: column('state', { vocabulary: ['in', 'out', 'ill'] }) },
      'widening pupils.state: may be ill',
    ],
    [
      'a word that goes',
      { state: column('state', { vocabulary: ['in'] }) },
      'breaking pupils.state: is no longer out',
    ],
    [
      'no vocabulary any more',
      { state: column('state', { vocabulary: undefined }) },
      'widening pupils.state: may have any value',
    ],
    [
      'a reference',
      { nick: column('nick', { references: 'schools' }) },
      'additive pupils.nick: refers to schools',
    ],
    [
      'another reference',
      { school_id: column('school_id', { references: 'pupils' }) },
      'breaking pupils.school_id: refers to pupils, not to schools',
    ],
  ] as const)('%s', (_, columns, line) => {
    expect(contractLines(withColumns(columns as never))).toEqual([line]);
  });

  test.each([
    [
      'revealing more',
      { nick: column('nick', { reveals: 'sensitive' }) },
      'privacy pupils.nick: reveals sensitive, was nothing',
    ],
    [
      'being about somebody else',
      { pupil_id: column('pupil_id', { whose: 'user' }) },
      'privacy pupils.pupil_id: reveals identity of the user, was identity',
    ],
    [
      'other words',
      { nick: column('nick', { meaning: 'Pet name.' }) },
      'wording pupils.nick: described otherwise',
    ],
  ] as const)('%s needs no other version', (_, columns, line) => {
    expect(contractLines({ ...withColumns(columns as never), version: 1 })).toEqual([line]);
  });

  test('another order is additive', () => {
    const { nick, ...others } = before.columns;
    expect(contractLines(next({ columns: { ...others, nick } as never }))).toEqual([
      'additive pupils: columns in another order',
    ]);
  });

  test('one that says what it was called before is the same', () => {
    const { nick, ...others } = before.columns;
    const columns = { ...others, alias: { ...nick, formerly: 'nick' } } as never;
    expect(contractLines(next({ columns }))).toEqual([
      'breaking pupils.nick: renamed to alias',
      'additive pupils: columns in another order',
    ]);
  });

  test('one that rows are found by keeps its name', () => {
    const { pupil_id, ...others } = before.columns;
    const columns = { person_id: { ...pupil_id, formerly: 'pupil_id' }, ...others } as never;
    expect(contractLines(next({ columns }))[0]).toBe(
      'breaking pupils.pupil_id: renamed to person_id ' +
        '[pupil_id says whose a row is, or how long it is kept: it stays]',
    );
  });

  test('one by which people are found in old changes stays', () => {
    const subjects = { student: 'pupil_id', teacher: 'nick' } as const;
    const after = { ...withColumns({ nick: null }), subjects: { student: 'pupil_id' } } as const;
    const changes = changesBetween(
      definition({ contracts: { pupils: { ...before, subjects } } }),
      definition({ contracts: { pupils: after } }),
    );
    expect(linesOf(changes)[0]).toBe(
      'breaking pupils.nick: column dropped [nick says whose a row is, or how long it is kept: it stays]',
    );
  });

  test('another shape has another version', () => {
    expect(contractLines({ ...withColumns({ hobby: text('Hobby.', optional) }), version: 1 })).toEqual([
      'additive pupils.hobby: column added',
      'additive pupils: has other columns and the same version ' +
        '[raise its version above 1: changes tell by it what they look like]',
    ]);
  });
});

describe('of a dataset', () => {
  test('versions rise', () => {
    expect(contractLines({ ...before, version: 0 })).toEqual([
      'breaking pupils: version 0, was 1 [versions rise]',
    ]);
  });

  test.each([
    [
      'key',
      { key: 'nick' },
      'breaking pupils: key nick, was pupil_id [rows and history stand by it: make another dataset]',
    ],
    ['kind', { kind: 'relation' }, 'breaking pupils: is of the kind relation, was entity'],
    ['scope', { scope: { kind: 'shared' } }, 'privacy pupils: belongs to schools otherwise'],
    ['subjects', { subjects: {} }, 'privacy pupils: is about people otherwise'],
    ['erasure', { erasure: { student: 'keep' } }, 'privacy pupils: is erased otherwise'],
    [
      'retention',
      { retention: { period: 'P9Y', from: 'deletion' } },
      'privacy pupils: kept P9Y from deletion, was P5Y from deletion',
    ],
    ['freshness', { freshness: 'PT5M' }, 'additive pupils: searchable within PT5M, was PT1M'],
    ['words', { es: 'Alumnado' }, 'wording pupils: described otherwise'],
  ] as const)('another %s', (_, change, line) => {
    expect(contractLines({ ...before, ...change } as never)).toEqual([line]);
  });

  test.each([
    ['that is told', 'error', 'additive'],
    ['that refuses rows', 'quarantine', 'breaking'],
  ] as const)('a rule %s', (_, severity, kind) => {
    const rule: QualityRule = { name: 'low', severity, kind: 'between', column: 'score', max: '10.00' };
    expect(contractLines({ ...before, quality: [...before.quality, rule] })).toEqual([
      `${kind} pupils: rule low (${severity}) added`,
    ]);
    const [scores] = before.quality;
    expect(contractLines({ ...before, quality: [{ ...scores, severity } as QualityRule] })).toEqual([
      `${kind} pupils: rule scores (${severity}) changed`,
    ]);
  });

  test('rules, datasets that go and that come', () => {
    expect(contractLines({ ...before, quality: [] })).toEqual(['widening pupils: rule scores removed']);
    const other = { ...before, name: 'others' };
    expect(linesOf(changesBetween(definition({}), definition({ contracts: { others: other } })))).toEqual([
      'breaking pupils: dataset removed: its table stays where it is, and nobody reads it ' +
        '[what it holds of people would stay, and no erasure would find it: keep it, and send it no rows]',
      'additive others: dataset added',
    ]);
    const shared = { ...before, subjects: {} };
    expect(
      linesOf(changesBetween(definition({ contracts: { pupils: shared } }), definition({ contracts: {} }))),
    ).toEqual(['breaking pupils: dataset removed: its table stays where it is, and nobody reads it']);
  });
});
