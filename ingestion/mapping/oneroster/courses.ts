import type { Mapping } from '../mapping.ts';

/** courses.csv */
export const courses: readonly Mapping[] = [
  {
    table: 'courses',
    dataset: 'courses',
    version: 1,
    fields: {
      course_id: 'sourcedId',
      title: 'title',
      course_code: 'courseCode',
      school_year_id: 'schoolYearSourcedId',
      org_id: 'orgSourcedId',
      grades: 'grades',
      subjects: 'subjects',
      subject_codes: 'subjectCodes',
    },
    secret: [],
  },
];
