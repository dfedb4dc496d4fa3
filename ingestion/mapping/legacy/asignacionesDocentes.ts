import type { Mapping } from '../mapping.ts';
import { yesNo } from './codes.ts';

export const asignacionesDocentes: Mapping = {
  table: 'asignaciones_docentes',
  dataset: 'teaching_assignments',
  version: 1,
  fields: {
    teaching_assignment_id: 'asignacion_id',
    teacher_id: 'profesor_id',
    class_id: 'clase_id',
    school_id: 'centro_id',
    role: { constant: 'teacher' },
    is_primary: { column: 'titular', codes: yesNo },
    begin_date: 'desde',
    end_date: 'hasta',
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
