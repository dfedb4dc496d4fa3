import { boolean, date, decimal, integer, text, timestamp } from './columns.ts';
import { defineDataset } from './contract.ts';
import { attendanceStatuses } from './vocabularies.ts';

export const attendance = defineDataset({
  name: 'attendance',
  kind: 'fact',
  version: 1,
  meaning: 'Whether one student was there, on one day or in one class of it.',
  es: 'Asistencia',
  key: 'attendance_id',
  columns: {
    attendance_id: text('Key of the record.', {
      es: 'Registro de asistencia',
      reveals: 'identity',
      whose: 'student',
    }),
    student_id: text('Student whose attendance was taken.', {
      es: 'Alumno',
      references: 'students',
      reveals: 'identity',
      whose: 'student',
    }),
    school_id: text('School in which it was taken.', { es: 'Centro', references: 'orgs' }),
    class_id: text('Class in which it was taken; empty for a record of the whole day.', {
      es: 'Clase',
      optional: true,
      references: 'classes',
    }),
    attendance_date: date('Day, in the time zone of the school.', { es: 'Fecha' }),
    period: text('Slot of the timetable; empty for a record of the whole day.', {
      es: 'Tramo horario',
      optional: true,
    }),
    status: text('Whether the student was there.', {
      es: 'Estado',
      vocabulary: attendanceStatuses,
      reveals: 'sensitive',
      whose: 'student',
    }),
    is_excused: boolean('Whether the school accepts the reason of an absence.', {
      es: 'Justificada',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    fraction_absent: decimal(5, 4)('Part of the instructional day that was missed, from 0 to 1.', {
      es: 'Parte del día ausente',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    minutes_absent: integer('Minutes that were missed, by coming late or leaving early.', {
      es: 'Minutos ausente',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    reason: text('Why the student was not there.', {
      es: 'Motivo',
      optional: true,
      reveals: 'sensitive',
      whose: 'student',
    }),
    teacher_id: text('Teacher who took attendance.', {
      es: 'Profesor',
      optional: true,
      references: 'teachers',
      reveals: 'identity',
      whose: 'teacher',
    }),
    recorded_at: timestamp('When attendance was taken or last corrected.', {
      es: 'Registrada',
      optional: true,
    }),
  },
  subjects: { student: 'student_id', teacher: 'teacher_id' },
  erasure: { teacher: 'anonymise' },
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'students-exist', severity: 'error', kind: 'resolves', column: 'student_id' },
    { name: 'schools-exist', severity: 'error', kind: 'resolves', column: 'school_id' },
    { name: 'classes-exist', severity: 'warning', kind: 'resolves', column: 'class_id' },
    {
      name: 'taken-once',
      severity: 'error',
      kind: 'unique',
      columns: ['student_id', 'school_id', 'attendance_date', 'class_id', 'period'],
    },
    {
      name: 'fraction-is-a-part',
      severity: 'quarantine',
      kind: 'between',
      column: 'fraction_absent',
      min: '0.0000',
      max: '1.0000',
    },
    {
      name: 'minutes-fit-a-day',
      severity: 'warning',
      kind: 'between',
      column: 'minutes_absent',
      min: '0',
      max: '1440',
    },
  ],
  freshness: 'PT1M',
  retention: { period: 'P5Y', from: 'attendance_date' },
});
