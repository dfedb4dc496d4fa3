import type { Mapping } from '../mapping.ts';
import { yesNo } from './codes.ts';

export const diasLectivos: Mapping = {
  table: 'dias_lectivos',
  dataset: 'calendar_days',
  version: 1,
  fields: {
    calendar_day_id: { template: '{centro_id}-{fecha}' },
    school_id: 'centro_id',
    calendar_date: 'fecha',
    is_instructional: { column: 'lectivo', codes: yesNo },
    type: {
      column: 'tipo',
      codes: {
        LECTIVO: 'instructional',
        FESTIVO: 'holiday',
        VACACIONES: 'vacation',
        FIN_DE_SEMANA: 'weekend',
        NO_LECTIVO: 'non_instructional',
      },
    },
    academic_session_id: 'periodo_id',
    description: 'descripcion',
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
