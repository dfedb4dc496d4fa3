import { describe, expect, test } from 'vitest';
import { catalog } from '../../datasets/catalog.ts';
import { text } from '../../datasets/columns.ts';
import { columnsAbout, withoutErased } from '../../datasets/erasure.ts';
import { problems, pupils } from './contracts.ts';

const contract = {
  columns: {
    lesson_id: text('Key.', { es: 'Clave', reveals: 'identity', whose: 'student' }),
    student_id: text('Student.', { es: 'Alumno', reveals: 'identity', whose: 'student' }),
    teacher_id: text('Teacher.', { es: 'Profesor', optional: true, reveals: 'identity', whose: 'teacher' }),
    praise: text('Praise.', { es: 'Elogio', optional: true, reveals: 'sensitive', whose: 'teacher' }),
    room: text('Room.', { es: 'Aula', optional: true }),
  },
  subjects: { student: 'student_id', teacher: 'teacher_id' },
  erasure: { teacher: 'anonymise' },
} as const;
const row = { lesson_id: 'l1', student_id: 's1', teacher_id: 't1', praise: 'well done', room: '12' };
const erased =
  (...names: string[]) =>
  (person: string, key: string) =>
    names.includes(`${person} ${key}`);

describe('of a row', () => {
  test('nothing is left where it is about somebody who is erased', () => {
    expect(withoutErased(contract, row, erased('student s1'))).toBeNull();
  });

  test('the rest is left where it only names them', () => {
    expect(withoutErased(contract, row, erased('teacher t1'))).toEqual({
      ...row,
      teacher_id: null,
      praise: null,
    });
  });

  test('everything is left where it names them not at all, or in another role', () => {
    expect(withoutErased(contract, row, erased('teacher s1', 'student t1'))).toBe(row);
  });

  test('everything is left where the contract keeps it', () => {
    const kept = { ...contract, erasure: { student: 'keep', teacher: 'keep' } } as const;
    expect(withoutErased(kept, row, erased('student s1', 'teacher t1'))).toBe(row);
  });
});

test('what is about one kind of person alone need not say of whom it is', () => {
  expect(columnsAbout(pupils, 'student')).toContain('pupil_id');
});

test('what must be there cannot be made anonymous', () => {
  expect(problems({ erasure: { student: 'anonymise' } })).toContain(
    'pupils.pupil_id: erasing the student leaves it empty, but it is not optional',
  );
});

test('a rule is of a person whom a column names', () => {
  expect(problems({ erasure: { guardian: 'keep' } })).toContain(
    'pupils: says what erasing a guardian does, but no column names one',
  );
});

test('rows about a student go; who taught, filed or decided is left out of rows about others', () => {
  const rules = Object.values(catalog).flatMap(({ name, erasure = {} }) =>
    Object.entries(erasure).map(([person, rule]) => `${name}: ${rule} the ${person}`),
  );
  expect(rules).toEqual([
    'attendance: anonymise the teacher',
    'incidents: anonymise the teacher',
    'documents: anonymise the user',
    'audit_events: keep the user',
  ]);
});
