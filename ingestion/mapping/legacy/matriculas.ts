import type { Mapping } from '../mapping.ts';

export const matriculas: Mapping = {
  table: 'matriculas',
  dataset: 'enrollments',
  version: 1,
  fields: {
    enrollment_id: 'matricula_id',
    student_id: 'alumno_id',
    class_id: 'clase_id',
    school_id: 'centro_id',
    begin_date: 'fecha_inicio',
    end_date: 'fecha_fin',
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
