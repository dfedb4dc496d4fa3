import { describe, expect, test } from 'vitest';
import { integer, text } from '../../datasets/columns.ts';
import type { Contract } from '../../datasets/contract.ts';
import { found, problems, pupils, schools, withColumns } from './contracts.ts';

describe('what a value reveals', () => {
  test('is revealed of somebody whom a column names', () => {
    const columns = { ...schools.columns, head: text('Head.', { es: 'Director', reveals: 'identity' }) };
    expect(found([{ ...schools, columns }])).toEqual([
      'schools.head: reveals identity, but no column names a person',
    ]);
  });

  test('says whose it is where there are several', () => {
    const columns = {
      ...pupils.columns,
      pupil_id: text('Key.', { es: 'Alumno', reveals: 'identity', whose: 'student' }),
      teacher_id: text('Teacher.', { es: 'Profesor', reveals: 'identity', whose: 'teacher' }),
      remark: text('Remark.', { es: 'Nota', reveals: 'sensitive' }),
    };
    expect(problems({ columns, subjects: { student: 'pupil_id', teacher: 'teacher_id' } })).toEqual([
      'pupils.remark: reveals sensitive, but does not say whose: student or teacher',
    ]);
  });

  test('is of nobody whom no column names', () => {
    expect(
      withColumns({ phone: text('Phone.', { es: 'Teléfono', reveals: 'contact', whose: 'guardian' }) }),
    ).toEqual(['pupils.phone: is of the guardian, whom no column names']);
  });

  test('is something where it says whose it is', () => {
    expect(withColumns({ colour: text('Colour.', { es: 'Color', whose: 'student' }) })).toEqual([
      'pupils.colour: is of the student, but reveals nothing',
    ]);
  });
});

describe('a subject', () => {
  test('is named by a column', () => {
    expect(problems({ subjects: { student: 'pupil_id', guardian: 'guardian_id' } })).toContain(
      'pupils.guardian_id: names the guardian, but is no column',
    );
  });

  test('is named by a text', () => {
    const columns = {
      ...schools.columns,
      head_id: integer('Head.', { es: 'Director', reveals: 'identity' }),
    };
    expect(found([{ ...schools, key: 'head_id', columns, subjects: { teacher: 'head_id' } }])).toContain(
      'schools.head_id: names the teacher, but is not text',
    );
  });

  test('is revealed by the column that names it', () => {
    expect(withColumns({ pupil_id: text('Key.', { es: 'Alumno' }) })).toEqual([
      'pupils.pupil_id: names the student, but reveals nothing',
    ]);
  });

  test('is revealed by the key of the rows about it', () => {
    const columns = {
      visit_id: text('Key.', { es: 'Visita' }),
      pupil_id: text('Pupil.', { es: 'Alumno', references: 'pupils', reveals: 'identity' }),
    } as const;
    const visits: Contract = {
      ...pupils,
      name: 'visits',
      key: 'visit_id',
      columns,
      scope: { kind: 'shared' },
    };
    expect(found([schools, pupils, visits])).toEqual([
      'visits.visit_id: is the key of rows about persons, but reveals nothing',
    ]);
  });
});
