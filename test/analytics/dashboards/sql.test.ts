import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { over } from '../../../analytics/dashboards/build.ts';
import { filters } from '../../../analytics/dashboards/shared.ts';
import { optionsSql, visualSql } from '../../../analytics/dashboards/sql.ts';

const days = over('attendance_by_day');
const students = over('chronic_absence');
const grade = { column: 'grade', title: { en: 'Grade', es: 'Nivel' }, format: 'text' } as const;
const title = { en: 'Attendance', es: 'Asistencia' };
const every = [filters.school, filters.year, filters.term, filters.grade];

const rate = days.kpi({
  id: 'rate',
  title,
  format: 'percent',
  measure: days.rest(days.sum('absent_days'), days.sum('enrolled_days')),
});

describe('the statement of a visual', () => {
  test('one figure, without a filter', () => {
    expect(visualSql(rate, [], {})).toBe(
      'SELECT 1 - CAST(sum(absent_days) AS double) / nullif(sum(enrolled_days), 0) AS value_1\n' +
        'FROM marts.attendance_by_day',
    );
  });

  test('filters hold with values of the type of their column', () => {
    expect(visualSql(rate, every, { school: ['ies-1', "o'brien"], year: ['2026'], grade: [] })).toBe(
      'SELECT 1 - CAST(sum(absent_days) AS double) / nullif(sum(enrolled_days), 0) AS value_1\n' +
        'FROM marts.attendance_by_day\n' +
        "WHERE school_id IN ('ies-1', 'o''brien') AND school_year = 2026",
    );
  });

  test('a filter that begins with the latest value holds it until another one is chosen', () => {
    expect(visualSql(rate, [filters.year], {})).toContain(
      'WHERE school_year = (SELECT max(school_year) FROM marts.attendance_by_grade)',
    );
  });

  test('a filter has no say where the view lacks its column', () => {
    const kpi = students.kpi({ id: 'n', title, format: 'count', measure: students.count('student_id') });
    expect(visualSql(kpi, [filters.term], { term: ['1.ª'] })).toBe(
      'SELECT count(student_id) AS value_1\nFROM marts.chronic_absence',
    );
  });

  test('bars in the order of their categories', () => {
    const bar = days.bar({
      id: 'b',
      title,
      by: grade,
      values: [
        { format: 'count', measure: days.sum('absent_days') },
        { format: 'count', measure: days.difference(days.sum('absent_days'), days.sum('excused_days')) },
      ],
    });
    expect(visualSql(bar, [], {})).toBe(
      'SELECT grade, sum(absent_days) AS value_1, sum(absent_days) - sum(excused_days) AS value_2\n' +
        'FROM marts.attendance_by_day\nGROUP BY 1\nORDER BY 1',
    );
  });

  test('bars, the largest first, with a label and their number bounded', () => {
    const bar = students.bar({
      id: 'b',
      title,
      where: { is_counted: true },
      by: { column: 'class_id', label: 'class_title', title, format: 'text' },
      values: [
        {
          format: 'count',
          measure: students.distinct('student_id', { is_chronic: true, grade: ['01', '02'] }),
        },
      ],
      sort: 'value',
      limit: 20,
    });
    expect(visualSql(bar, [], {})).toBe(
      'SELECT class_id, class_title, count(DISTINCT student_id) ' +
        "FILTER (WHERE is_chronic = TRUE AND grade IN ('01', '02')) AS value_1\n" +
        'FROM marts.chronic_absence\nWHERE is_counted = TRUE\n' +
        'GROUP BY 1, 2\nORDER BY 3 DESC NULLS LAST, 1, 2\nLIMIT 20',
    );
  });

  test('a line by week, split', () => {
    const line = days.line({
      id: 'l',
      title,
      by: { column: 'school_day', title, format: 'date', bucket: 'week' },
      split: grade,
      values: [{ format: 'decimal', measure: days.average('attendance_rate') }],
    });
    expect(visualSql(line, [], {})).toBe(
      "SELECT date_trunc('week', school_day) AS school_day, grade, avg(attendance_rate) AS value_1\n" +
        'FROM marts.attendance_by_day\nGROUP BY 1, 2\nORDER BY 1, 2',
    );
  });

  test('a table shows rows of the view as they are', () => {
    const table = students.table({
      id: 't',
      title,
      fields: [
        { column: 'student_id', label: 'student_name', title, format: 'text' },
        { column: 'absent_days', title, format: 'decimal' },
      ],
      sort: [{ column: 'absent_days', descending: true }, { column: 'student_id' }],
      limit: 50,
    });
    expect(visualSql(table, [filters.school], { school: ['1'] })).toBe(
      "SELECT student_id, student_name, absent_days\nFROM marts.chronic_absence\nWHERE school_id = '1'\n" +
        'ORDER BY absent_days DESC, student_id\nLIMIT 50',
    );
  });

  test('whatever is chosen stays inside its literal', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(text.isWellFormed() && !text.includes('\0'));
        const [, literal] = visualSql(rate, [filters.school], { school: [text] }).split('school_id = ');
        expect(literal).toBe(`'${text.replaceAll("'", "''")}'`);
      }),
    );
  });

  test.each([
    ['2026 OR 1=1', '"2026 OR 1=1" is not a whole number'],
    ["2026'", '"2026\'" is not a whole number'],
    ['99999999999999999999', '"99999999999999999999" does not fit 64 bits'],
  ])('%s is no school year', (value, message) => {
    expect(() => visualSql(rate, [filters.year], { year: [value] })).toThrow(message);
  });
});

describe('the statement of a filter', () => {
  test('lists values with their labels, by label', () => {
    expect(optionsSql(filters.school)).toBe(
      'SELECT school_id, school_name\nFROM marts.attendance_by_grade\nWHERE school_id IS NOT NULL\n' +
        'GROUP BY 1, 2\nORDER BY 2, 1\nLIMIT 1000',
    );
  });

  test('asks for the labels of some', () => {
    expect(optionsSql(filters.student, ['s-1'])).toBe(
      'SELECT student_id, student_name\nFROM marts.student_years\n' +
        "WHERE student_id IS NOT NULL AND student_id = 's-1'\nGROUP BY 1, 2\nORDER BY 2, 1\nLIMIT 1000",
    );
  });
});
