import type { WriterCommand } from '../command.ts';
import { type MaintenancePlan, type MaintenanceReport, maintainAll, planAll } from '../maintenance.ts';

export interface MaintainArgs {
  /** Says what there is to do, and does nothing. */
  readonly dryRun: boolean;
}

/** Keeps lake and bus small; what waits on the bus is brought to the sinks first. */
export const maintain: WriterCommand<MaintainArgs, MaintenancePlan | MaintenanceReport> = async (
  { stores, pipeline },
  { dryRun },
  tools,
) => {
  if (dryRun) return planAll(stores);
  await pipeline.settle();
  return maintainAll(stores, tools);
};
