import { createStage, type Stage, type StageOptions } from '../stage.ts';
import type { Stores } from '../stores.ts';
import { takeAudit } from './take.ts';

/** To look into an empty folder costs next to nothing. */
const everyMs = 1000;

/** Takes what others leave for the audit while the platform runs. */
export function auditStage(
  { state, ledger }: Stores,
  onFailure: NonNullable<StageOptions['onFailure']>,
): Stage {
  return createStage({
    name: 'audit',
    onFailure,
    async step() {
      takeAudit(state, ledger);
      return { withinMs: everyMs };
    },
  });
}
