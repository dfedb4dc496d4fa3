import type { Mapping } from '../mapping.ts';
import { personFields } from './people.ts';
import { guardianshipFields } from './relationships.ts';
import { schoolEnrollmentFields } from './roles.ts';

const secret = ['password'];

/** users.csv: whoever has a role that a dataset of people is for, and in 1.0 and 1.1 schools and agents. */
export const users: readonly Mapping[] = [
  {
    table: 'users',
    dataset: 'students',
    version: 1,
    fields: { student_id: 'sourcedId', ...personFields, grades: 'grades' },
    secret,
  },
  {
    table: 'users',
    dataset: 'teachers',
    version: 1,
    fields: { teacher_id: 'sourcedId', ...personFields, role: 'role' },
    secret,
  },
  {
    table: 'users',
    dataset: 'guardians',
    version: 1,
    fields: { guardian_id: 'sourcedId', ...personFields },
    secret,
  },
  { table: 'users', dataset: 'school_enrollments', version: 1, fields: schoolEnrollmentFields, secret },
  { table: 'users', dataset: 'guardianships', version: 1, fields: guardianshipFields, secret },
];
