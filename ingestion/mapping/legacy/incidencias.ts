import type { Mapping } from '../mapping.ts';
import { yesNo } from './codes.ts';

/** The table came from an older program: times on the wall clock of Madrid. */
const zone = 'Europe/Madrid';

export const incidencias: Mapping = {
  table: 'incidencias',
  dataset: 'incidents',
  version: 1,
  fields: {
    incident_id: 'id_incidencia',
    student_id: 'alumno_id',
    school_id: 'cod_centro',
    class_id: 'clase_id',
    occurred_at: { column: 'fechaHora', zone },
    type: {
      column: 'tipo',
      codes: {
        INTERRUPCION: 'disruption',
        FALTA_DE_RESPETO: 'disrespect',
        DESOBEDIENCIA: 'defiance',
        ACOSO: 'bullying',
        PELEA: 'fighting',
        ROBO: 'theft',
        DANOS: 'vandalism',
        FUGA: 'truancy',
        MOVIL: 'device_misuse',
        SUSTANCIAS: 'substances',
        ARMA: 'weapon',
        OTRA: 'other',
      },
    },
    severity: { column: 'gravedad', codes: { LEVE: 'minor', GRAVE: 'serious', MUY_GRAVE: 'very_serious' } },
    description: 'descripcion',
    location: 'lugar',
    action_taken: 'medida',
    teacher_id: 'profesor_id',
    guardians_notified: { column: 'familia_avisada', codes: yesNo },
    is_resolved: { column: 'resuelta', codes: yesNo },
    resolved_at: { column: 'fechaResolucion', zone },
  },
  secret: [],
};
