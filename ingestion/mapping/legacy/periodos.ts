import type { Mapping } from '../mapping.ts';

export const periodos: Mapping = {
  table: 'periodos',
  dataset: 'academic_sessions',
  version: 1,
  fields: {
    academic_session_id: 'periodo_id',
    title: 'nombre',
    type: {
      column: 'tipo',
      codes: { CURSO: 'schoolYear', SEMESTRE: 'semester', TRIMESTRE: 'term', EVALUACION: 'gradingPeriod' },
    },
    start_date: 'fecha_inicio',
    end_date: 'fecha_fin',
    parent_academic_session_id: 'periodo_padre_id',
    school_year: 'anio_escolar',
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
