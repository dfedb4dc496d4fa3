import { createHash } from 'node:crypto';
import { instantText, type Micros } from '../../base/clock.ts';
import type { Row } from '../../datasets/contract.ts';
import type { qualityResults } from '../../datasets/quality_results.ts';
import type { Measured } from './measure.ts';

export type QualityResult = Row<typeof qualityResults>;

/** Results that stay the same are kept once in so long: a line of a chart goes on, and the history stays small. */
const keptEvery: Micros = 86_400_000_000n;

export interface Taken {
  readonly snapshotId: string;
  readonly at: Micros;
}

/** A measurement as a row of the history. Its key says all that tells it from others, so that it comes once. */
export function resultOf(measured: Measured, { snapshotId, at }: Taken): QualityResult {
  const { dataset, rule, kind, severity, rows, broken, isKept } = measured;
  const key = [dataset, rule, snapshotId, String(at)].join('\n');
  return {
    quality_result_id: createHash('sha256').update(key).digest('hex').slice(0, 32),
    dataset,
    rule,
    kind,
    severity,
    snapshot_id: snapshotId,
    row_count: `${BigInt(rows)}`,
    broken: `${BigInt(broken)}`,
    is_kept: isKept,
    measured_at: instantText(at),
  };
}

/** Whether a result says more than the last one of its rule. */
export function isNews(result: QualityResult, last: QualityResult | undefined): boolean {
  if (!last) return true;
  if (last.broken !== result.broken || last.is_kept !== result.is_kept || last.severity !== result.severity)
    return true;
  return microsOf(result.measured_at) - microsOf(last.measured_at) >= keptEvery;
}

const microsOf = (instant: string): Micros => BigInt(Date.parse(instant)) * 1000n;
