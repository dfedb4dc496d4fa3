import type { Mapping } from '../mapping.ts';
import { levels } from './codes.ts';

export const clases: Mapping = {
  table: 'clases',
  dataset: 'classes',
  version: 1,
  fields: {
    class_id: 'clase_id',
    title: 'nombre',
    class_code: 'codigo',
    class_type: { column: 'tipo', codes: { TUTORIA: 'homeroom', MATERIA: 'scheduled' } },
    course_id: 'curso_id',
    school_id: 'centro_id',
    academic_session_ids: 'periodos',
    location: 'aula',
    grades: { column: 'niveles', codes: levels },
    subjects: 'materias',
    subject_codes: 'codigos_materia',
    periods: 'tramos',
    capacity: 'plazas',
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
