import { describe, expect, test } from 'vitest';
import { decimal, integer, list, text } from '../../datasets/columns.ts';
import { cellProblem, rowProblems } from '../../datasets/values.ts';
import { pupils } from './contracts.ts';

describe('a cell', () => {
  const grade = text('Grade.', { es: 'Nivel', vocabulary: ['01', '02'] });

  test.each([[null], [undefined]])('of a required column is not missing (%s)', (value) => {
    expect(cellProblem('grade', grade, value)).toEqual({ column: 'grade', rule: 'is missing', value: '' });
  });

  test.each([[null], [undefined]])('of an optional column may be missing (%s)', (value) => {
    expect(cellProblem('grade', { ...grade, optional: true }, value)).toBeNull();
  });

  test('keeps an empty text apart from a missing one', () => {
    expect(cellProblem('name', text('Name.', { es: 'Nombre' }), '')).toBeNull();
  });

  test.each(['01', '02', 'ext:3ESO'])('of a vocabulary may be %s', (value) => {
    expect(cellProblem('grade', grade, value)).toBeNull();
  });

  test.each(['03', '1', '', 'EXT:01', ' 01'])('of a vocabulary is not %j', (value) => {
    expect(cellProblem('grade', grade, value)).toEqual({
      column: 'grade',
      rule: 'is none of 01, 02 and not ext:...',
      value,
    });
  });

  test('with a list of words has each of them from the vocabulary', () => {
    const grades = list({ kind: 'text' })('Grades.', { es: 'Niveles', vocabulary: ['01', '02'] });
    expect(cellProblem('grades', grades, ['01', 'ext:x'])).toBeNull();
    expect(cellProblem('grades', grades, ['01', '9'])).toEqual({
      column: 'grades',
      rule: 'is none of 01, 02 and not ext:...',
      value: '["01","9"]',
    });
  });

  test('shows whatever it holds, also what is no JSON', () => {
    expect(cellProblem('score', decimal(5, 2)('Score.', { es: 'Nota' }), 9n)).toMatchObject({ value: '9' });
    expect(cellProblem('places', integer('Places.', { es: 'Plazas' }), Number.NaN)).toMatchObject({
      value: 'NaN',
    });
    expect(cellProblem('places', integer('Places.', { es: 'Plazas' }), [1n])).toMatchObject({
      value: '["1"]',
    });
  });
});

describe('a row', () => {
  const row = { pupil_id: '7', school_id: '1', entry_date: '2026-09-01', exit_date: null };

  test('that keeps its contract has no problems', () => {
    expect(rowProblems(pupils, row)).toEqual([]);
  });

  test('tells every problem, in the order of the columns', () => {
    expect(rowProblems(pupils, { ...row, school_id: null, entry_date: '1/9/2026' })).toEqual([
      { column: 'school_id', rule: 'is missing', value: '' },
      { column: 'entry_date', rule: 'is not a date YYYY-MM-DD', value: '1/9/2026' },
    ]);
  });

  test('has a key that is not empty', () => {
    expect(rowProblems(pupils, { ...row, pupil_id: '' })).toEqual([
      { column: 'pupil_id', rule: 'is empty', value: '' },
    ]);
  });
});
