import { boolean, date, text } from './columns.ts';
import { defineDataset } from './contract.ts';
import { dayTypes } from './vocabularies.ts';

export const calendarDays = defineDataset({
  name: 'calendar_days',
  kind: 'entity',
  version: 1,
  meaning: 'One day in the calendar of one school.',
  es: 'Calendario escolar',
  key: 'calendar_day_id',
  columns: {
    calendar_day_id: text('Key of the day in the school.', { es: 'Día de calendario' }),
    school_id: text('School whose calendar it is.', { es: 'Centro', references: 'orgs' }),
    calendar_date: date('The day.', { es: 'Fecha' }),
    is_instructional: boolean('Whether classes are held on the day.', { es: 'Lectivo' }),
    type: text('Why classes are held or not.', { es: 'Tipo', optional: true, vocabulary: dayTypes }),
    academic_session_id: text('School year to which the day belongs.', {
      es: 'Periodo',
      optional: true,
      references: 'academic_sessions',
    }),
    description: text('Name of the holiday or occasion.', { es: 'Descripción', optional: true }),
  },
  subjects: {},
  scope: { kind: 'column', column: 'school_id' },
  quality: [
    { name: 'one-row-a-day', severity: 'error', kind: 'unique', columns: ['school_id', 'calendar_date'] },
    { name: 'schools-exist', severity: 'error', kind: 'resolves', column: 'school_id' },
  ],
  freshness: 'PT1M',
  retention: { period: 'P10Y', from: 'calendar_date' },
});
