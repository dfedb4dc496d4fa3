import type { QualityRule } from '../../datasets/contract.ts';
import type { DuckDBEngine } from '../engine/duckdb.ts';
import type { Measurement } from './plan.ts';

/** How a dataset keeps one of its rules. */
export interface Measured {
  readonly dataset: string;
  readonly rule: string;
  readonly kind: QualityRule['kind'];
  readonly severity: QualityRule['severity'];
  /** Rows of the dataset. */
  readonly rows: number;
  /** Rows that break it; of what should be unique, values that come more than once. */
  readonly broken: number;
  readonly isKept: boolean;
  /** What counted `broken`, in Athena's SQL. */
  readonly sql: string;
}

/** Holds the rows against a rule. */
export async function measure(
  engine: DuckDBEngine,
  { contract, rule, sql }: Measurement,
  options: Parameters<DuckDBEngine['run']>[1] & object,
): Promise<Measured> {
  const answer = await engine.run(countsSql(contract.name, sql), options);
  try {
    const { rows, broken } = await countsIn(answer.batches());
    return {
      dataset: contract.name,
      rule: rule.name,
      kind: rule.kind,
      severity: rule.severity,
      rows,
      broken,
      isKept: broken <= allowed(rule, rows),
      sql,
    };
  } finally {
    await answer.close();
  }
}

/** All rows of a dataset, and what breaks a rule, in one statement. */
export const countsSql = (dataset: string, sql: string): string =>
  `SELECT (SELECT count(*) FROM ${dataset}), (${sql})`;

export async function countsIn(
  batches: AsyncIterable<readonly (readonly unknown[])[]>,
): Promise<{ rows: number; broken: number }> {
  const counts: number[] = [];
  for await (const batch of batches) counts.push(...batch.flat().map(Number));
  const [rows = 0, broken = 0] = counts;
  return { rows, broken };
}

/**
 * So many rows may break a rule. A share of what must be there is of all rows; a hair's breadth is for the fraction,
 * which no float holds exactly.
 */
export const allowed = (rule: QualityRule, rows: number): number =>
  rule.kind === 'complete' ? rows * (1 - rule.share) + 1e-9 : 0;
