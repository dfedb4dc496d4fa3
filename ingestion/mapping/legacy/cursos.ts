import type { Mapping } from '../mapping.ts';
import { levels } from './codes.ts';

export const cursos: Mapping = {
  table: 'cursos',
  dataset: 'courses',
  version: 1,
  fields: {
    course_id: 'curso_id',
    title: 'nombre',
    course_code: 'codigo',
    school_year_id: 'periodo_id',
    org_id: 'centro_id',
    grades: { column: 'niveles', codes: levels },
    subjects: 'materias',
    subject_codes: 'codigos_materia',
    credits: 'creditos',
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
