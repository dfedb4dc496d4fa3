import type { Contract } from '../../datasets/contract.ts';
import type { Broken, Gate } from '../../lake/curation/gate.ts';
import { exactBatches } from '../../lake/sql/answer.ts';
import { runLocked } from '../../lake/sql/query.ts';
import { martsOf } from '../marts.ts';
import { translate } from '../sql/translate.ts';
import { allowed } from './measure.ts';
import { type Measurement, planQuality } from './plan.ts';

/**
 * Holds a table against the rules of its contract that may keep a commit back.
 * @throws UserError for a rule that cannot be run
 */
export function ruleGate(contracts: Readonly<Record<string, Contract>>): Gate {
  const tables = martsOf(contracts, []);
  const rules = new Map<string, Measurement[]>();
  for (const { rule, ...measured } of planQuality(contracts, Object.values(contracts))) {
    if (rule.severity !== 'hold') continue;
    const { name } = measured.contract;
    rules.set(name, [...(rules.get(name) ?? []), { rule, ...measured }]);
  }
  return {
    guards: ({ name }) => rules.has(name),
    async broken({ name }, scan) {
      const found: Broken[] = [];
      for (const { rule, sql } of rules.get(name) ?? []) {
        const { duckdb } = translate(`SELECT (SELECT count(*) FROM ${name}), (${sql})`, tables);
        const answer = await runLocked({ sql: duckdb, views: [{ schema: 'curated', name, ...scan }] });
        try {
          const counts: number[] = [];
          for await (const batch of exactBatches(answer)) counts.push(...batch.flat().map(Number));
          const [rows = 0, broken = 0] = counts;
          if (broken > allowed(rule, rows)) found.push({ rule: rule.name, rows, broken });
        } finally {
          await answer.close();
        }
      }
      return found;
    },
  };
}
