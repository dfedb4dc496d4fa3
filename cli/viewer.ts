import { UserError } from '../base/errors.ts';
import { type Viewer, viewerOf } from '../lake/governance/roles.ts';

/**
 * Whom `--as` and `--school` name; null without a role.
 * @throws UserError for a role that there is not, and for schools that do not go with it
 */
export function viewerIn({
  as,
  school,
}: {
  readonly as: string | undefined;
  readonly school: readonly string[];
}): Viewer | null {
  if (as !== undefined) return viewerOf(as, school);
  if (school.length === 0) return null;
  throw new UserError('--school is of a role', { exitCode: 2, hint: 'Name the role with --as.' });
}
