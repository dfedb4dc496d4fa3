import type { Mapping } from '../mapping.ts';
import { academicSessions } from './academicSessions.ts';
import { classes } from './classes.ts';
import { courses } from './courses.ts';
import { demographics } from './demographics.ts';
import { enrollments } from './enrollments.ts';
import { lineItems } from './lineItems.ts';
import { orgs } from './orgs.ts';
import { relationships } from './relationships.ts';
import { results } from './results.ts';
import { roles } from './roles.ts';
import { users } from './users.ts';

/** Every mapping of OneRoster files. Its source columns are those of 1.2, as bundles are read. */
export const oneRosterMappings: readonly Mapping[] = [
  ...orgs,
  ...academicSessions,
  ...courses,
  ...classes,
  ...users,
  ...roles,
  ...relationships,
  ...demographics,
  ...enrollments,
  ...lineItems,
  ...results,
];
