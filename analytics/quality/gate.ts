import type { Contract } from '../../datasets/contract.ts';
import type { Broken, Gate } from '../../lake/curation/gate.ts';
import { exactBatches } from '../../lake/sql/answer.ts';
import { runLocked } from '../../lake/sql/query.ts';
import { martsOf } from '../marts.ts';
import { translate } from '../sql/translate.ts';
import { allowed, countsIn, countsSql } from './measure.ts';
import { planQuality } from './plan.ts';

/**
 * Holds a table against the rules of its contract that may keep a commit back. Rules are planned when they are needed:
 * most datasets have none.
 */
export function ruleGate(contracts: Readonly<Record<string, Contract>>): Gate {
  return {
    guards: ({ quality }) => quality.some(({ severity }) => severity === 'hold'),
    async broken(contract, scan) {
      const { name, quality } = contract;
      const holding = { ...contract, quality: quality.filter(({ severity }) => severity === 'hold') };
      const tables = martsOf(contracts, []);
      const found: Broken[] = [];
      for (const { rule, sql } of planQuality(contracts, [holding])) {
        const { duckdb } = translate(countsSql(name, sql), tables);
        const answer = await runLocked({ sql: duckdb, views: [{ schema: 'curated', name, ...scan }] });
        try {
          const { rows, broken } = await countsIn(exactBatches(answer));
          if (broken > allowed(rule, rows)) found.push({ rule: rule.name, rows, broken });
        } finally {
          await answer.close();
        }
      }
      return found;
    },
  };
}
