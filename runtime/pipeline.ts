import { UserError } from '../base/errors.ts';
import { catalog } from '../datasets/catalog.ts';
import { type Curated, curate } from '../lake/curation/curate.ts';
import { brokenText } from '../lake/curation/objection.ts';
import { type Again, createStage, type Stage } from './stage.ts';
import type { Stores } from './stores.ts';

/** The stages behind the bus, each at its own pace: raw zone, curation and query cluster. */
export interface Pipeline {
  readonly stages: readonly Stage[];
  /** The bus has something new. */
  wake(): void;
  start(): void;
  /** Brings everything that is on the bus now into the raw zone, the curated zone and the query cluster. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export interface PipelineReport {
  readonly failed: (stage: string, error: unknown) => void;
  readonly curated?: (result: Curated) => void;
}

/**
 * Events that a sink takes at once: few enough that nothing else on this thread waits long, many enough that the
 * commit behind them is cheap.
 */
const batch = 1000;
const idle: Again = { withinMs: 60_000 };

/**
 * Curation rests this much longer than it worked, so that it takes a bounded share of the machine: while rows come
 * in by the few, each merge of them rewrites whole files. Where no more are on their way, it takes half; and a merge
 * of so many that they are worth it waits for nothing.
 */
const restShare = { busy: 4, quiet: 1 };
const worthwhileRows = 100_000;
const shortestRestMs = 1_000;
const longestRestMs = 60_000;

/** What a person is told when a commit is kept back. */
const heldBack = ({ dataset, objections }: Curated) =>
  new UserError(`${dataset} is held: its next commit would break ${brokenText(objections)}`, {
    hint: `Mend the rows at their source, or take them as they are: aljibe dataset resume ${dataset}.`,
  });

export function createPipeline(stores: Stores, report: PipelineReport): Pipeline {
  const { raw, query, ledger, clock } = stores;
  const onFailure = report.failed;

  const queryStage = query.stage(onFailure);

  const rawStage = createStage({
    name: 'raw',
    onFailure,
    reached: () => raw.checkpoint(),
    async step(urgent) {
      const before = raw.checkpoint();
      const taken = await raw.pull(batch);
      // Whoever waits, waits for what is there by now, not for a bus that is empty.
      if (urgent && taken < batch) await raw.flush();
      if (raw.checkpoint() > before) curateStage.wake();
      if (taken > 0) return 'now';
      return raw.waiting() > 0 ? { withinMs: 500 } : idle;
    },
  });

  let last = { finished: 0n, workedMs: 0, through: raw.checkpoint() };

  /** Milliseconds until the next round is due. */
  function restMs(): number {
    if (raw.checkpoint() - last.through >= worthwhileRows) return 0;
    const share = raw.checkpoint() === ledger.head() ? restShare.quiet : restShare.busy;
    const rest = Math.min(Math.max(last.workedMs * share, shortestRestMs), longestRestMs);
    const rested = Number(clock.now() - last.finished) / 1000;
    // Of a clock that was set back nothing can be said: then the rest is over.
    return rested < 0 ? 0 : rest - rested;
  }

  const curateStage = createStage({
    name: 'curate',
    onFailure,
    async step(urgent) {
      const rest = restMs();
      if (!urgent && rest > 0) return { withinMs: Math.ceil(rest) };
      const started = clock.now();
      const through = raw.checkpoint();
      let more = false;
      const failures: unknown[] = [];
      for (const contract of Object.values(catalog)) {
        // A dataset that cannot be merged must not keep the others back.
        try {
          const result = await curate(contract, stores);
          if (result.objections.length > 0) report.failed('curate', heldBack(result));
          if (result.filesWritten > 0 || result.filesReplaced > 0) report.curated?.(result);
          more ||= result.more;
        } catch (error) {
          failures.push(error);
        }
      }
      const finished = clock.now();
      last = {
        finished,
        workedMs: Number(finished - started) / 1000,
        through: more ? last.through : through,
      };
      if (failures.length > 0) throw failures[0];
      return more ? 'now' : idle;
    },
  });

  const stages = [rawStage, curateStage, queryStage];
  return {
    stages,
    wake() {
      rawStage.wake();
      queryStage.wake();
    },
    start() {
      for (const stage of stages) stage.start();
    },
    async settle() {
      const head = ledger.head();
      await Promise.all([rawStage.settle(head).then(() => curateStage.settle()), queryStage.settle(head)]);
    },
    async stop() {
      for (const stage of stages) await stage.stop();
    },
  };
}
