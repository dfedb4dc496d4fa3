import type { ColumnType } from '../../datasets/columns.ts';
import type { Contract, QualityRule } from '../../datasets/contract.ts';
import { quotedText } from '../iceberg/duckdb.ts';

/**
 * How many rows break a rule; of what should be unique, how many values come more than once. What is missing breaks
 * only the rule that asks for it: two rows without any value of a unique key are not the same.
 * @param dialect `spark` for AWS Glue, where the table that is looked at is called `primary`
 */
export function brokenCountSql(
  contracts: Readonly<Record<string, Contract>>,
  contract: Contract,
  rule: QualityRule,
  dialect: 'athena' | 'spark' = 'athena',
): string {
  const { columns } = contract;
  const name = dialect === 'spark' ? 'primary' : contract.name;
  switch (rule.kind) {
    case 'between': {
      const { column, min, max } = rule;
      const type = (columns[column] as Contract['columns'][string]).type;
      const bounds = [
        ...(min === undefined ? [] : [`${column} < ${literal(type, min)}`]),
        ...(max === undefined ? [] : [`${column} > ${literal(type, max)}`]),
      ];
      return `SELECT count(*) FROM ${name} WHERE ${bounds.join(' OR ')}`;
    }
    case 'complete':
      return `SELECT count(*) FROM ${name} WHERE ${rule.column} IS NULL`;
    case 'unique': {
      const names = rule.columns.join(', ');
      const known = rule.columns.map((column) => `${column} IS NOT NULL`).join(' OR ');
      const several = `SELECT ${names} FROM ${name} WHERE ${known} GROUP BY ${names} HAVING count(*) > 1`;
      return `SELECT count(*) FROM (${several}) AS several`;
    }
    case 'ordered':
      return `SELECT count(*) FROM ${name} WHERE ${rule.first} > ${rule.second}`;
    case 'sql': {
      // Queries name their datasets, and Glue calls the one that it looks at otherwise.
      const named = dialect === 'spark' ? `WITH ${contract.name} AS (SELECT * FROM primary) ` : '';
      return `${named}SELECT count(*) FROM (${rule.query.trim()}) AS broken_rows`;
    }
    case 'resolves': {
      const { references = '', type } = columns[rule.column] as Contract['columns'][string];
      const { key } = contracts[references] as Contract;
      if (type.kind === 'list') {
        const items =
          dialect === 'spark'
            ? `LATERAL VIEW explode(${rule.column}) item AS item_key`
            : `CROSS JOIN UNNEST(${rule.column}) AS item(item_key)`;
        return (
          `SELECT count(*) FROM ${name} ${items} ` +
          `WHERE item_key NOT IN (SELECT ${key} FROM ${references})`
        );
      }
      return (
        `SELECT count(*) FROM ${name} WHERE ${rule.column} IS NOT NULL ` +
        `AND ${rule.column} NOT IN (SELECT ${key} FROM ${references})`
      );
    }
  }
}

function literal(type: ColumnType, value: string): string {
  switch (type.kind) {
    case 'date':
      return `DATE ${quotedText(value)}`;
    case 'timestamp':
      return `TIMESTAMP ${quotedText(value.replace('T', ' ').replace(/Z$/, ' UTC'))}`;
    default:
      return value;
  }
}
