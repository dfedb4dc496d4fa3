import type { FieldRule, Mapping } from '../mapping.ts';

export const guardianshipFields: Readonly<Record<string, FieldRule>> = {
  guardianship_id: 'sourcedId',
  guardian_id: 'guardianSourcedId',
  student_id: 'studentSourcedId',
  school_id: 'schoolSourcedId',
  relation: 'relation',
};

/** relationships.csv (SDS): contacts of students. */
export const relationships: readonly Mapping[] = [
  { table: 'relationships', dataset: 'guardianships', version: 1, fields: guardianshipFields, secret: [] },
];
