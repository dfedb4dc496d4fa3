import type { Contract, QualityRule } from '../../datasets/contract.ts';
import { brokenCountSql } from './brokenSql.ts';

/**
 * The rules of a contract as a ruleset of AWS Glue Data Quality, for its curated table: the key, what is required, and
 * the contract's own rules, each under a comment with its name and severity. Rules over rows count in SQL what breaks
 * them, so that a missing value breaks none here either, and name the table `primary`, as Glue does.
 * The language: https://docs.aws.amazon.com/glue/latest/dg/dqdl.html
 */
export function dqdlOf(contracts: Readonly<Record<string, Contract>>, contract: Contract): string {
  const { key, columns, quality } = contract;
  const required = Object.keys(columns).filter((name) => name !== key && columns[name]?.optional !== true);
  const rules = [
    { comment: 'the key', rule: `IsPrimaryKey ${text(key)}` },
    ...required.map((name) => ({ comment: `${name} is required`, rule: `IsComplete ${text(name)}` })),
    ...quality.map((rule) => ({
      comment: `${rule.name} (${rule.severity})`,
      rule: ruleText(contracts, contract, rule),
    })),
  ];
  const lines = rules.map(
    ({ comment, rule }, index) => `  # ${comment}\n  ${rule}${index < rules.length - 1 ? ',' : ''}\n`,
  );
  return `Rules = [\n${lines.join('')}]\n`;
}

function ruleText(
  contracts: Readonly<Record<string, Contract>>,
  contract: Contract,
  rule: QualityRule,
): string {
  if (rule.kind === 'complete') return `Completeness ${text(rule.column)} >= ${rule.share}`;
  return `CustomSql ${text(brokenCountSql(contracts, contract, rule, 'spark'))} = 0`;
}

const text = (value: string) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
