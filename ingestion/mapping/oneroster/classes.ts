import type { Mapping } from '../mapping.ts';

/** classes.csv */
export const classes: readonly Mapping[] = [
  {
    table: 'classes',
    dataset: 'classes',
    version: 1,
    fields: {
      class_id: 'sourcedId',
      title: 'title',
      class_code: 'classCode',
      class_type: 'classType',
      course_id: 'courseSourcedId',
      school_id: 'schoolSourcedId',
      academic_session_ids: 'termSourcedIds',
      location: 'location',
      grades: 'grades',
      subjects: 'subjects',
      subject_codes: 'subjectCodes',
      periods: 'periods',
    },
    secret: [],
  },
];
