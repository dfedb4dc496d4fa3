import { expect, test } from 'vitest';
import { explainAccess } from '../../../analytics/governance/explain.ts';
import { catalog } from '../../../datasets/catalog.ts';

test('a column is explained by what its contract says that it reveals', () => {
  expect(explainAccess(catalog, 'registrar', 'students.notes')).toEqual({
    role: 'registrar',
    table: 'curated.students',
    rows: 'whose student_id stands in school_enrollments with one of the own schools',
    columns: [
      {
        column: 'notes',
        isSeen: false,
        reveals: ['sensitive of the student'],
        because: 'a registrar may not know sensitive facts of a student',
        instead: null,
      },
    ],
  });
});

test('a figure of a group by the people that it counts', () => {
  const { rows, columns } = explainAccess(catalog, 'analyst', 'attendance_bands.attendance_band');
  expect(rows).toBe('of all schools, of at least 10 people each (students)');
  expect(columns).toEqual([
    {
      column: 'attendance_band',
      isSeen: true,
      reveals: ['sensitive of the student'],
      because: 'it is of a group, whose students are counted',
      instead: null,
    },
  ]);
});

test('of a key that is hidden it says what stands for the person instead', () => {
  const { columns } = explainAccess(catalog, 'analyst', 'attendance');
  const named = columns.filter(({ instead }) => instead !== null);
  expect(named.map(({ column, instead }) => `${column}: ${instead}`)).toEqual([
    'student_id: _student_pid',
    'teacher_id: _teacher_pid',
  ]);
});

test.each([
  ['headmaster', 'orgs', 'all: they are common to all schools'],
  ['headmaster', 'attendance', 'whose school_id is one of the own schools'],
  ['headmaster', 'marts.stays', 'computed from those of the own schools'],
  ['headmaster', 'raw.changes', 'none'],
  ['data_engineer', 'raw.changes', 'of all schools'],
] as const)('the rows that a %s has of %s: %s', (role, table, rows) => {
  expect(explainAccess(catalog, role, table).rows).toBe(rows);
});

test('what there is not is told, with what looks like it', () => {
  expect(() => explainAccess(catalog, 'analyst', 'studnets')).toThrow('"studnets" is no table and no column');
});
