import { UserError } from '../../base/errors.ts';
import type { Contract, QualityRule } from '../../datasets/contract.ts';
import { brokenCountSql } from '../../lake/standards/brokenSql.ts';
import { martsOf } from '../marts.ts';
import type { Tables } from '../sql/tables.ts';
import { translate } from '../sql/translate.ts';

/** A rule with the statement that measures it; nothing is run. */
export interface Measurement {
  readonly contract: Contract;
  readonly rule: QualityRule;
  /** Counts what breaks the rule, in Athena's SQL. */
  readonly sql: string;
  /** Datasets that it reads. */
  readonly reads: readonly string[];
}

type Contracts = Readonly<Record<string, Contract>>;

/**
 * Every rule of some datasets, in the order of their contracts.
 * @throws UserError for a query of a rule that cannot be run, or not where its severity acts
 */
export function planQuality(contracts: Contracts, datasets: readonly Contract[]): Measurement[] {
  // Rules are over datasets: a view may be as old as its last refresh.
  const tables = martsOf(contracts, []);
  return datasets.flatMap((contract) =>
    contract.quality.map((rule) => planned(contracts, tables, contract, rule)),
  );
}

function planned(contracts: Contracts, tables: Tables, contract: Contract, rule: QualityRule): Measurement {
  const sql = brokenCountSql(contracts, contract, rule);
  const reads = readBy(sql, tables, contract, rule);
  if (rule.severity === 'hold' && reads.some((name) => name !== contract.name)) {
    throw faultOf(contract, rule, `reads ${reads.join(', ')}`, {
      hint: 'A rule that holds a commit reads its own dataset alone: others arrive in their own time.',
    });
  }
  return { contract, rule, sql, reads };
}

function readBy(sql: string, tables: Tables, contract: Contract, rule: QualityRule): string[] {
  try {
    return translate(sql, tables)
      .tables.map((table) => table.replace(/^curated\./, ''))
      .sort();
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw faultOf(contract, rule, cause.message, { cause, ...(cause.hint ? { hint: cause.hint } : {}) });
  }
}

const faultOf = (
  { name }: Contract,
  rule: QualityRule,
  message: string,
  options: ConstructorParameters<typeof UserError>[1],
) => new UserError(`${name}: quality rule "${rule.name}": ${message}`, options);
