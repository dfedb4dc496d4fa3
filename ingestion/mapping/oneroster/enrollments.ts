import type { FieldRule, Mapping } from '../mapping.ts';

const both: Readonly<Record<string, FieldRule>> = {
  class_id: 'classSourcedId',
  school_id: 'schoolSourcedId',
  begin_date: 'beginDate',
  end_date: 'endDate',
};

/** enrollments.csv: students of classes, and those who look after them. */
export const enrollments: readonly Mapping[] = [
  {
    table: 'enrollments',
    dataset: 'enrollments',
    version: 1,
    fields: { enrollment_id: 'sourcedId', student_id: 'userSourcedId', ...both },
    secret: [],
  },
  {
    table: 'enrollments',
    dataset: 'teaching_assignments',
    version: 1,
    fields: {
      teaching_assignment_id: 'sourcedId',
      teacher_id: 'userSourcedId',
      ...both,
      role: 'role',
      is_primary: 'primary',
    },
    secret: [],
  },
];
