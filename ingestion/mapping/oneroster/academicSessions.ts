import type { Mapping } from '../mapping.ts';

/** academicSessions.csv */
export const academicSessions: readonly Mapping[] = [
  {
    table: 'academicSessions',
    dataset: 'academic_sessions',
    version: 1,
    fields: {
      academic_session_id: 'sourcedId',
      title: 'title',
      type: 'type',
      start_date: 'startDate',
      end_date: 'endDate',
      parent_academic_session_id: 'parentSourcedId',
      school_year: 'schoolYear',
    },
    secret: [],
  },
];
