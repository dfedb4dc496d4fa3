import type { Mapping } from '../mapping.ts';
import { yesNo } from './codes.ts';

export const alumnosPadres: Mapping = {
  table: 'alumnos_padres',
  dataset: 'guardianships',
  version: 1,
  fields: {
    guardianship_id: { template: '{alumno_id}-{padre_id}' },
    guardian_id: 'padre_id',
    student_id: 'alumno_id',
    school_id: 'centro_id',
    relation: {
      column: 'parentesco',
      codes: {
        MADRE: 'mother',
        PADRE: 'father',
        PROGENITOR: 'parent',
        TUTOR_LEGAL: 'guardian',
        ABUELO: 'grandparent',
        ABUELA: 'grandparent',
        HERMANO: 'sibling',
        FAMILIAR: 'relative',
        OTRO: 'other',
      },
    },
    contact_order: 'orden_contacto',
    lives_with_student: { column: 'convive', codes: yesNo },
    has_custody: { column: 'custodia', codes: yesNo },
    may_pick_up: { column: 'recogida', codes: yesNo },
    is_emergency_contact: { column: 'emergencias', codes: yesNo },
  },
  occurredAt: 'actualizado_en',
  secret: [],
};
