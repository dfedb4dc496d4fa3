import type { Mapping } from '../mapping.ts';
import { yesNo } from './codes.ts';

export const calificaciones: Mapping = {
  table: 'calificaciones',
  dataset: 'results',
  version: 1,
  fields: {
    result_id: 'calificacion_id',
    line_item_id: 'actividad_id',
    student_id: 'alumno_id',
    class_id: 'clase_id',
    school_id: 'centro_id',
    score_status: {
      column: 'estado',
      codes: {
        CORREGIDA: 'fully graded',
        PARCIAL: 'partially graded',
        ENTREGADA: 'submitted',
        NO_ENTREGADA: 'not submitted',
        EXENTA: 'exempt',
      },
    },
    score: 'nota',
    text_score: 'nota_texto',
    score_date: 'fecha',
    comment: 'comentario',
    late: { column: 'fuera_de_plazo', codes: yesNo },
    missing: {
      column: 'estado',
      codes: { CORREGIDA: false, PARCIAL: false, ENTREGADA: false, NO_ENTREGADA: true, EXENTA: false },
    },
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
