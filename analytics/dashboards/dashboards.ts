import { UserError } from '../../base/errors.ts';
import { attendance } from './attendance.ts';
import type { Dashboard } from './definition.ts';
import { earlyWarning } from './earlyWarning.ts';
import { enrollment } from './enrollment.ts';
import { guardians } from './guardians.ts';
import { results } from './results.ts';
import { usage } from './usage.ts';

/** Every dashboard, in the order in which people find them. */
export const dashboards: readonly Dashboard[] = [
  attendance,
  earlyWarning,
  results,
  enrollment,
  guardians,
  usage,
];

/** @throws UserError for a name that is none */
export function dashboardOf(id: string): Dashboard {
  const found = dashboards.find((dashboard) => dashboard.id === id);
  if (found) return found;
  throw new UserError(`"${id}" is no dashboard`, {
    hint: `dashboards: ${dashboards.map((dashboard) => dashboard.id).join(', ')}`,
    exitCode: 2,
  });
}
