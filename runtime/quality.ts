import { duckdbEngine } from '../analytics/engine/duckdb.ts';
import { isDue, type Snapshots } from '../analytics/quality/due.ts';
import { measure } from '../analytics/quality/measure.ts';
import { planQuality } from '../analytics/quality/plan.ts';
import { isNews, type QualityResult, resultOf } from '../analytics/quality/results.ts';
import { catalog } from '../datasets/catalog.ts';
import { qualityResults } from '../datasets/quality_results.ts';
import type { Ledger } from '../ingestion/ledger/ledger.ts';
import { curatedDir, type LakeDirs } from '../lake/dirs.ts';
import { unlessDamaged } from '../lake/iceberg/damage.ts';
import { currentSnapshot } from '../lake/iceberg/metadata.ts';
import { openTable } from '../lake/iceberg/versions.ts';
import { type Filling, followingStage } from './following.ts';
import { offerOwn } from './ownRows.ts';
import type { Stage, StageOptions } from './stage.ts';
import type { Stores } from './stores.ts';

/** The rules take a tenth of a core while rows come in all the time. */
const rest = { share: 9, shortestMs: 10_000, longestMs: 600_000 };

/** Holds what curation has changed against the rules of its contracts, and keeps the results, while the platform runs. */
export function qualityStage(
  stores: Stores,
  filling: Filling,
  signal: AbortSignal,
  onFailure: NonNullable<StageOptions['onFailure']>,
): Stage {
  const quality = createQuality(stores);
  const work = () => quality.measureChanged(signal);
  return followingStage({ name: 'quality', filling, clock: stores.clock, onFailure, rest, work });
}

export interface Quality {
  /**
   * Measures the rules of what changed since the last time; answers what it kept. Stops between two rules.
   * @throws the first failure, after all other datasets were measured
   */
  measureChanged(signal: AbortSignal): Promise<readonly QualityResult[]>;
}

export function createQuality({ ledger, dirs, clock }: Stores): Quality {
  const engine = duckdbEngine({ dirs, contracts: catalog });
  /** What lay there when a dataset was last measured. */
  const measured = new Map<string, Snapshots>();
  let last: Map<string, QualityResult> | null = null;

  const rules = Map.groupBy(planQuality(catalog, Object.values(catalog)), ({ contract }) => contract.name);

  async function newsOf(dataset: string, snapshotId: string, signal: AbortSignal): Promise<QualityResult[]> {
    last ??= lastResults(ledger.rows(qualityResults.name));
    const news: QualityResult[] = [];
    for (const each of rules.get(dataset) ?? []) {
      signal.throwIfAborted();
      const found = await measure(engine, each, { signal, threads: 1 });
      const result = resultOf(found, { snapshotId, at: clock.now() });
      if (isNews(result, last.get(ruleOf(result)))) news.push(result);
    }
    offerOwn(ledger, qualityResults, news);
    for (const result of news) last.set(ruleOf(result), result);
    return news;
  }

  return {
    async measureChanged(signal) {
      const now = await snapshotsOf(dirs);
      const kept: QualityResult[] = [];
      const failures: unknown[] = [];
      for (const [name, measurements] of rules) {
        if (!isDue(name, measurements, measured.get(name), now)) continue;
        // A dataset that cannot be read must not keep the results of the others back.
        try {
          kept.push(...(await newsOf(name, now.get(name) as string, signal)));
          measured.set(name, now);
        } catch (error) {
          signal.throwIfAborted();
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
      return kept;
    },
  };
}

const ruleOf = ({ dataset, rule }: QualityResult) => `${dataset}\n${rule}`;

/** The newest result of every rule. */
function lastResults(history: ReturnType<Ledger['rows']>): Map<string, QualityResult> {
  const last = new Map<string, QualityResult>();
  for (const { row } of history) {
    const result = row as QualityResult;
    const known = last.get(ruleOf(result));
    if (!known || known.measured_at <= result.measured_at) last.set(ruleOf(result), result);
  }
  return last;
}

async function snapshotsOf(dirs: LakeDirs): Promise<Snapshots> {
  const found = new Map<string, string>();
  for (const dataset of Object.keys(catalog)) {
    const table = await unlessDamaged(openTable(curatedDir(dirs, dataset)));
    const snapshot = table && currentSnapshot(table.metadata);
    if (snapshot) found.set(dataset, String(snapshot['snapshot-id']));
  }
  return found;
}
