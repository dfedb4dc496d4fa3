import type { ColumnType } from '../../../datasets/columns.ts';
import { hmacPads } from '../../governance/keys.ts';
import { type MergePlan, namesOf } from '../plan.ts';
import { type MergeStatements, mergeStatements } from './merge.ts';

/**
 * A merge plan as Spark SQL on Iceberg tables. It wants `spark.sql.ansi.enabled`, so that a bad value fails.
 * @param pidKey the key of pseudonyms, which then stands in the statement
 */
export function sparkMerge(plan: MergePlan, pidKey: string): MergeStatements {
  const { inner, outer } = hmacPads(pidKey);
  return mergeStatements(plan, {
    name: quoted,
    parsed: ({ columns }) => {
      const fields = columns.flatMap((column) =>
        namesOf(column).map((name) => `${quoted(name)} ${sparkType(column.type, true)}`),
      );
      return `from_json(c.${quoted('row')}, '${fields.join(', ')}', map('mode', 'FAILFAST'))`;
    },
    value: (text, type) => `CAST(${text} AS ${sparkType(type, false)})`,
    hmac: (text) =>
      `sha2(concat(unhex('${outer}'), unhex(sha2(concat(unhex('${inner}'), CAST(${text} AS BINARY)), 256))), 256)`,
  });
}

const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``;

function sparkType(type: ColumnType, asTexts: boolean): string {
  if (type.kind === 'list') return `ARRAY<${sparkType(type.of, asTexts)}>`;
  if (type.kind === 'struct') {
    const fields = Object.entries(type.fields);
    return `STRUCT<${fields.map(([name, field]) => `${quoted(name)}: ${sparkType(field, asTexts)}`).join(', ')}>`;
  }
  if (asTexts) return 'STRING';
  switch (type.kind) {
    case 'text':
    case 'json':
      return 'STRING';
    case 'integer':
      return 'BIGINT';
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'boolean':
      return 'BOOLEAN';
    case 'date':
      return 'DATE';
    case 'timestamp':
      return 'TIMESTAMP';
  }
}
