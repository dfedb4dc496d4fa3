import type { FieldRule, Mapping } from '../mapping.ts';

export const schoolEnrollmentFields: Readonly<Record<string, FieldRule>> = {
  school_enrollment_id: 'sourcedId',
  student_id: 'userSourcedId',
  school_id: 'orgSourcedId',
  academic_session_id: 'sessionSourcedId',
  grade: 'grade',
  entry_date: 'beginDate',
  exit_date: 'endDate',
  is_primary: 'isPrimary',
};

/** roles.csv (1.2, SDS): the role of a student in a school. */
export const roles: readonly Mapping[] = [
  { table: 'roles', dataset: 'school_enrollments', version: 1, fields: schoolEnrollmentFields, secret: [] },
];
