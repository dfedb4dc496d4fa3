import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradeLevels, roles } from '../../../datasets/vocabularies.ts';
import { cleanCell } from '../../../ingestion/oneroster/bundle/clean.ts';

describe('grades', () => {
  test.each([
    ['09', '09', undefined],
    ['9', '09', 'zero put before the grade'],
    ['9,10', '09,10', 'zero put before the grade'],
    ['9th', '09', 'grade written otherwise'],
    ['K', 'KG', 'grade written otherwise'],
    ['kg', 'KG', 'grade written otherwise'],
    ['other', 'Other', 'grade written otherwise'],
    ['Pre-K', 'PK', 'grade written otherwise'],
    ['09, 10', '09,10', 'list of grades written otherwise'],
    ['09;10', '09,10', 'list of grades written otherwise'],
    ['PS1', 'PS1', undefined],
    ['14', '14', undefined],
  ])('%s is %s', (cell, text, repair) => {
    expect(cleanCell('users', 'grades', cell, 'month first')).toEqual(repair ? { text, repair } : { text });
  });

  test('of the vocabulary stay as they are, alone and in lists', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...gradeLevels), { minLength: 1 }), (grades) => {
        expect(cleanCell('classes', 'grades', grades.join(','), 'month first')).toEqual({
          text: grades.join(','),
        });
      }),
      { seed: 1 },
    );
  });
});

describe('words', () => {
  test.each([
    ['users', 'role', 'Teacher', 'teacher'],
    ['roles', 'role', 'DISTRICT ADMINISTRATOR', 'districtAdministrator'],
    ['roles', 'roleType', 'Primary', 'primary'],
    ['demographics', 'sex', 'Female', 'female'],
    ['academicSessions', 'type', 'School Year', 'schoolYear'],
    ['orgs', 'type', 'SCHOOL', 'school'],
    ['classes', 'classType', 'HomeRoom', 'homeroom'],
    ['results', 'scoreStatus', 'fully_graded', 'fully graded'],
    ['enrollments', 'status', 'ToBeDeleted', 'tobedeleted'],
    ['enrollments', 'status', 'Deleted', 'tobedeleted'],
  ] as const)('%s.%s %s is %s', (file, column, cell, text) => {
    expect(cleanCell(file, column, cell, 'month first')).toEqual({
      text,
      repair: 'known value written otherwise',
    });
  });

  test('that are unknown stay as they are', () => {
    expect(cleanCell('users', 'role', 'alumni', 'month first')).toEqual({ text: 'alumni' });
  });

  test('come back from any case and spaces', () => {
    const sloppy = fc.constantFrom(...roles).chain((role) =>
      fc.tuple(
        fc.constant(role),
        fc
          .array(fc.tuple(fc.boolean(), fc.constantFrom('', ' ', '_')), {
            minLength: role.length,
            maxLength: role.length,
          })
          .map((marks) =>
            [...role]
              .map((letter, i) => (marks[i]?.[0] ? letter.toUpperCase() : letter) + (marks[i]?.[1] ?? ''))
              .join(''),
          ),
      ),
    );
    fc.assert(
      fc.property(sloppy, ([role, cell]) => {
        expect(cleanCell('users', 'role', cell, 'month first').text).toBe(role);
      }),
      { seed: 2 },
    );
  });
});

describe('keys', () => {
  test('lose the spaces around them', () => {
    expect(cleanCell('users', 'sourcedId', ' u1 ', 'month first')).toEqual({
      text: 'u1',
      repair: 'spaces around a key',
    });
    expect(cleanCell('enrollments', 'userSourcedId', 'u1\t', 'month first')).toEqual({
      text: 'u1',
      repair: 'spaces around a key',
    });
  });

  test('of lists lose spaces, other separators and gaps', () => {
    expect(cleanCell('users', 'orgSourcedIds', 'a, b;c,', 'month first')).toEqual({
      text: 'a,b,c',
      repair: 'list of keys written otherwise',
    });
    expect(cleanCell('users', 'agentSourcedIds', 'a,b', 'month first')).toEqual({ text: 'a,b' });
  });
});

test.each([
  ['2021', '2021', undefined],
  ['2020-2021', '2021', 'span of years read as its last'],
  ['2020/21', '2021', 'span of years read as its last'],
  ['1999-00', '1999-00', undefined],
  ['2020-2023', '2020-2023', undefined],
])('the school year %s is %s', (cell, text, repair) => {
  expect(cleanCell('academicSessions', 'schoolYear', cell, 'month first')).toEqual(
    repair ? { text, repair } : { text },
  );
});

test('spaces alone say nothing, and other text stays as it is', () => {
  expect(cleanCell('users', 'familyName', '   ', 'month first')).toEqual({
    text: null,
    repair: 'spaces read as empty',
  });
  expect(cleanCell('users', 'familyName', '', 'month first')).toEqual({ text: null });
  expect(cleanCell('users', 'familyName', ' O’Neill ', 'month first')).toEqual({ text: ' O’Neill ' });
});

describe('dates of numbers', () => {
  test.each([
    ['8/17/2020', 'month first', '2020-08-17', 'date written M/D/Y'],
    ['05/04/2020', 'month first', '2020-05-04', 'date written M/D/Y'],
    ['5/28/2021 12:00:00 AM', 'month first', '2021-05-28', 'date written M/D/Y'],
    ['17/08/2020', 'day first', '2020-08-17', 'date written D/M/Y'],
    ['05-04-2020', 'day first', '2020-04-05', 'date written D/M/Y'],
    ['17/8/2020', 'unclear', '2020-08-17', 'date written D/M/Y'],
    ['8/17/2020', 'unclear', '2020-08-17', 'date written M/D/Y'],
    ['8/8/2020', 'unclear', '2020-08-08', 'date written M/D/Y'],
    ['05/04/2020', 'unclear', '05/04/2020', undefined],
    ['2020-08-17', 'day first', '2020-08-17', undefined],
    ['5/28/21', 'month first', '5/28/21', undefined],
    ['5/28-2021', 'month first', '5/28-2021', undefined],
  ] as const)('%s, %s, is %s', (cell, order, text, repair) => {
    expect(cleanCell('demographics', 'birthDate', cell, order)).toEqual(repair ? { text, repair } : { text });
  });

  test('that no dataset has a place for stay as they are', () => {
    expect(cleanCell('users', 'metadata.hireDate', '8/17/2020', 'month first')).toEqual({
      text: '8/17/2020',
    });
  });
});
