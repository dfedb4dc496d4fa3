import type { Mapping } from '../mapping.ts';
import { levels, yesNo } from './codes.ts';

export const matriculasCentro: Mapping = {
  table: 'matriculas_centro',
  dataset: 'school_enrollments',
  version: 1,
  fields: {
    school_enrollment_id: 'matricula_centro_id',
    student_id: 'alumno_id',
    school_id: 'centro_id',
    academic_session_id: 'periodo_id',
    grade: { column: 'nivel_codigo', codes: levels },
    entry_date: 'fecha_alta',
    exit_date: 'fecha_baja',
    entry_reason: {
      column: 'motivo_alta',
      codes: {
        NUEVO_INGRESO: 'new',
        CONTINUIDAD: 'continuing',
        TRASLADO_ENTRADA: 'transfer',
        REINCORPORACION: 'reentry',
        OTRO: 'other',
      },
    },
    exit_reason: {
      column: 'motivo_baja',
      codes: {
        TRASLADO: 'transfer',
        BAJA_VOLUNTARIA: 'withdrawal',
        CAMBIO_RESIDENCIA: 'moved',
        GRADUACION: 'graduation',
        ABANDONO: 'dropout',
        EXPULSION: 'expulsion',
        FALLECIMIENTO: 'deceased',
        OTRO: 'other',
      },
    },
    is_repeating: { column: 'repite', codes: yesNo },
    is_primary: { column: 'principal', codes: yesNo },
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
