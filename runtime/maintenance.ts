import { hasPassed } from '../base/clock.ts';
import { catalog } from '../datasets/catalog.ts';
import { indexSubjects } from '../lake/erasure/find.ts';
import { planMaintenance } from '../lake/maintenance/gather.ts';
import type { MaintenanceTask } from '../lake/maintenance/plan.ts';
import { type MaintenanceResult, runMaintenance } from '../lake/maintenance/run.ts';
import type { Tools } from './command.ts';
import { createStage, type Stage, type StageOptions } from './stage.ts';
import type { Stores } from './stores.ts';
import { inTurn } from './turns.ts';

export interface MaintenanceReport {
  readonly results: readonly MaintenanceResult[];
  /** Events that left the bus, since every sink has them. */
  readonly trimmed: number;
}

export interface MaintenancePlan {
  readonly tasks: readonly MaintenanceTask[];
  /** Events at the beginning of the bus that every sink has. */
  readonly trimmable: number;
}

/** What there is to do, without doing it. */
export async function planAll(stores: Stores): Promise<MaintenancePlan> {
  const passed = passedByAll(stores);
  const [first] = stores.ledger.read(0, 1);
  const trimmable = first ? Math.max(0, passed - first.seq + 1) : 0;
  return { tasks: await planMaintenance(stores), trimmable };
}

/** Keeps lake and bus small. It may be stopped after any task, and goes on the next time. */
export function maintainAll(stores: Stores, tools: Tools): Promise<MaintenanceReport> {
  return inTurn(stores, () => maintain(stores, tools));
}

async function maintain(stores: Stores, { progress, signal }: Tools): Promise<MaintenanceReport> {
  // First, since it takes no time: a maintenance that is stopped has then at least made the bus smaller.
  const trimmed = stores.ledger.trim(passedByAll(stores));
  const tasks = await planMaintenance(stores);
  const results: MaintenanceResult[] = [];
  const failures: unknown[] = [];
  for (const [done, task] of tasks.entries()) {
    signal.throwIfAborted();
    progress({ step: `${task.kind} ${task.dataset ?? 'raw zone'}`, done, total: tasks.length });
    // A damaged table must not keep the others, and the bus, from getting smaller.
    await runMaintenance(task, stores).then(
      (result) => results.push(result),
      (error: unknown) => failures.push(error),
    );
  }
  // Behind everything, so that an erasure finds whom files tell of without reading all of them.
  await indexSubjects({ ...stores, contracts: Object.values(catalog), signal }).catch((error: unknown) =>
    failures.push(error),
  );
  if (failures.length > 0) throw failures[0];
  return { results, trimmed };
}

const passedByAll = ({ raw, query }: Stores) => Math.min(raw.checkpoint(), query.checkpoint());

const everyMs = 60 * 60_000;

/** Maintenance by itself while the platform runs: once an hour, the first time after an hour. */
export function maintenanceStage(stores: Stores, onFailure: NonNullable<StageOptions['onFailure']>): Stage {
  const every = BigInt(everyMs) * 1000n;
  let last = stores.clock.now();
  return createStage({
    name: 'maintenance',
    onFailure,
    async step(urgent) {
      const now = stores.clock.now();
      if (!urgent && !hasPassed(stores.clock, last, every)) {
        return { withinMs: Number((last + every - now) / 1000n) + 1 };
      }
      last = now;
      await maintainAll(stores, { progress: () => {}, signal: new AbortController().signal });
      return { withinMs: everyMs };
    },
  });
}
