import type { Mapping } from '../mapping.ts';

export const asistencia: Mapping = {
  table: 'asistencia',
  dataset: 'attendance',
  version: 1,
  fields: {
    attendance_id: 'asistencia_id',
    student_id: 'alumno_id',
    school_id: 'centro_id',
    class_id: 'clase_id',
    attendance_date: 'fecha',
    period: 'tramo',
    status: {
      column: 'estado',
      codes: {
        PRESENTE: 'present',
        FALTA: 'absent',
        FALTA_JUSTIFICADA: 'absent',
        RETRASO: 'late',
        SALIDA_ANTICIPADA: 'left_early',
      },
    },
    is_excused: {
      column: 'estado',
      codes: {
        PRESENTE: null,
        FALTA: false,
        FALTA_JUSTIFICADA: true,
        RETRASO: null,
        SALIDA_ANTICIPADA: null,
      },
    },
    fraction_absent: 'ausencia',
    minutes_absent: 'minutos',
    reason: 'motivo',
    teacher_id: 'profesor_id',
    recorded_at: 'registrado_en',
  },
  secret: [],
};
