import { describe, expect, test } from 'vitest';
import { decimal, integer, list, struct, text } from '../../datasets/columns.ts';
import { facts, withColumns } from './contracts.ts';

describe('a column', () => {
  test.each(['Name', '_version', 'given name', 'givenName', 'año'])('is not named %s', (name) => {
    expect(withColumns({ [name]: text('Name.', facts) })).toEqual([
      `pupils.${name}: is not a name in snake_case`,
    ]);
  });

  test('differs from the others in more than case', () => {
    expect(withColumns({ SCHOOL_ID: text('School.', facts) })).toEqual([
      'pupils.SCHOOL_ID: is not a name in snake_case',
      'pupils.SCHOOL_ID: differs from "school_id" in case only',
    ]);
  });

  test('says what it means', () => {
    expect(withColumns({ grade: text('', facts) })).toEqual(['pupils.grade: does not say what it means']);
  });

  test('has a Spanish label', () => {
    expect(withColumns({ grade: text('Grade.', { es: ' ' }) })).toEqual([
      'pupils.grade: has no Spanish label',
    ]);
  });

  test('references a dataset that is there', () => {
    expect(withColumns({ guardian_id: text('Guardian.', { ...facts, references: 'parents' }) })).toEqual([
      'pupils.guardian_id: references "parents", which is no dataset',
    ]);
  });

  test('references with a text', () => {
    expect(withColumns({ former_school: integer('School.', { ...facts, references: 'schools' }) })).toEqual([
      'pupils.former_school: references "schools", but is neither text nor a list of texts',
    ]);
  });

  test('references with a list of texts', () => {
    const former = list({ kind: 'text' })('Schools.', { ...facts, references: 'schools' });
    expect(withColumns({ former_school_ids: former })).toEqual([]);
  });

  test('may reference its own dataset', () => {
    expect(withColumns({ buddy_id: text('Buddy.', { ...facts, references: 'pupils' }) })).toEqual([]);
  });
});

describe('a vocabulary', () => {
  const vocabulary = (words: readonly string[]) => ({ ...facts, vocabulary: words });

  test('has words', () => {
    expect(withColumns({ grade: text('Grade.', vocabulary([])) })).toEqual([
      'pupils.grade: has an empty vocabulary',
    ]);
  });

  test('has each word once', () => {
    expect(withColumns({ grade: text('Grade.', vocabulary(['01', '02', '01'])) })).toEqual([
      'pupils.grade: has "01" twice in its vocabulary',
    ]);
  });

  test('leaves ext: to unknown values', () => {
    expect(withColumns({ grade: text('Grade.', vocabulary(['01', 'ext:other'])) })).toEqual([
      'pupils.grade: has "ext:other" in its vocabulary, which is for unknown values',
    ]);
  });

  test('is of texts', () => {
    expect(withColumns({ grade: integer('Grade.', vocabulary(['1'])) })).toEqual([
      'pupils.grade: has a vocabulary, but is neither text nor a list of texts',
    ]);
  });

  test('may be of the items of a list', () => {
    expect(withColumns({ grades: list({ kind: 'text' })('Grades.', vocabulary(['01'])) })).toEqual([]);
  });
});

describe('a type', () => {
  test.each([
    [0, 0],
    [19, 2],
    [2.5, 1],
  ])('is no decimal(%d, %d), whose digits do not fit', (precision, scale) => {
    expect(withColumns({ score: decimal(precision, scale)('Score.', facts) })).toEqual([
      `pupils.score: is decimal(${precision}, ${scale}), but a decimal has 1 to 18 digits`,
    ]);
  });

  test.each([
    [4, 5],
    [4, -1],
  ])('is no decimal(%d, %d), whose point lies outside', (precision, scale) => {
    expect(withColumns({ score: decimal(precision, scale)('Score.', facts) })).toEqual([
      `pupils.score: is decimal(${precision}, ${scale}), but has only 4 digits to put behind the point`,
    ]);
  });

  test.each([
    [1, 0],
    [18, 18],
  ])('may be decimal(%d, %d)', (precision, scale) => {
    expect(withColumns({ score: decimal(precision, scale)('Score.', facts) })).toEqual([]);
  });

  test('of an item is looked at too', () => {
    expect(
      withColumns({ scores: list({ kind: 'decimal', precision: 20, scale: 2 })('Scores.', facts) }),
    ).toEqual(['pupils.scores: item is decimal(20, 2), but a decimal has 1 to 18 digits']);
  });

  test('of a field is looked at too', () => {
    const size = struct({ Height: { kind: 'decimal', precision: 2, scale: 3 } })('Size.', facts);
    expect(withColumns({ size })).toEqual([
      'pupils.size: field "Height" is not a name in snake_case',
      'pupils.size: field "Height" is decimal(2, 3), but has only 2 digits to put behind the point',
    ]);
  });

  test('that is a struct has fields', () => {
    expect(withColumns({ size: struct({})('Size.', facts) })).toEqual([
      'pupils.size: is a struct without fields',
    ]);
  });
});
