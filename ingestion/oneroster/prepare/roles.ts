/** Datasets of people, by what a role makes of somebody. */
export const peopleDatasets = ['students', 'teachers', 'guardians'] as const;
export type PeopleDataset = (typeof peopleDatasets)[number];

/**
 * Who works for a school, in OneRoster's words and those that School Data Sync adds (Microsoft, "School Data Sync
 * default roles", staff groups).
 */
const staff = new Set([
  ...['teacher', 'aide', 'administrator', 'counselor', 'principal', 'proctor', 'districtAdministrator'],
  ...[
    'siteAdministrator',
    'systemAdministrator',
    'professor',
    'lecturer',
    'instructor',
    'faculty',
    'adjunct',
  ],
  ...[
    'staff',
    'assistant',
    'teacherAssistant',
    'teachersAssistant',
    'coach',
    'advisor',
    'registrar',
    'tutor',
  ],
]);
const guardians = new Set(['guardian', 'parent', 'relative']);

/** The dataset that a role belongs to; null for roles that no dataset has a place for. */
export function datasetOfRole(role: string): PeopleDataset | null {
  if (role === 'student') return 'students';
  if (guardians.has(role)) return 'guardians';
  return staff.has(role) ? 'teachers' : null;
}
