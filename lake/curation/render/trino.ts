import type { ColumnType } from '../../../datasets/columns.ts';
import { type MergePlan, namesOf } from '../plan.ts';
import { type MergeStatements, mergeStatements } from './merge.ts';

/**
 * A merge plan as Trino SQL, which Athena runs, on Iceberg tables.
 * @param pidKey the key of pseudonyms, which then stands in the statement
 */
export function trinoMerge(plan: MergePlan, pidKey: string): MergeStatements {
  return mergeStatements(plan, {
    name: quoted,
    parsed: ({ columns }) => {
      const fields = columns.flatMap((column) =>
        namesOf(column).map((name) => `${quoted(name)} ${trinoType(column.type, true)}`),
      );
      return `CAST(json_parse(c.${quoted('row')}) AS ROW(${fields.join(', ')}))`;
    },
    value: (text, type) => trinoValue(text, type, 0),
    hmac: (text) => `lower(to_hex(hmac_sha256(to_utf8(${text}), from_hex('${pidKey}'))))`,
  });
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A cast reads every kind but instants in their canonical form, so what holds instants is taken apart. */
function trinoValue(text: string, type: ColumnType, depth: number): string {
  if (type.kind === 'timestamp') {
    return `CAST(from_iso8601_timestamp_nanos(${text}) AS ${trinoType(type, false)})`;
  }
  if (!holdsInstants(type)) return `CAST(${text} AS ${trinoType(type, false)})`;
  if (type.kind === 'list') {
    const item = `x${depth}`;
    return `transform(${text}, ${item} -> ${trinoValue(item, type.of, depth + 1)})`;
  }
  const fields = Object.entries(type.kind === 'struct' ? type.fields : {});
  const values = fields.map(([name, field]) => trinoValue(`${text}.${quoted(name)}`, field, depth));
  return `IF(${text} IS NOT NULL, CAST(ROW(${values.join(', ')}) AS ${trinoType(type, false)}))`;
}

function holdsInstants(type: ColumnType): boolean {
  if (type.kind === 'list') return holdsInstants(type.of);
  if (type.kind === 'struct') return Object.values(type.fields).some(holdsInstants);
  return type.kind === 'timestamp';
}

function trinoType(type: ColumnType, asTexts: boolean): string {
  if (type.kind === 'list') return `ARRAY(${trinoType(type.of, asTexts)})`;
  if (type.kind === 'struct') {
    const fields = Object.entries(type.fields);
    return `ROW(${fields.map(([name, field]) => `${quoted(name)} ${trinoType(field, asTexts)}`).join(', ')})`;
  }
  if (asTexts) return 'VARCHAR';
  switch (type.kind) {
    case 'text':
    case 'json':
      return 'VARCHAR';
    case 'integer':
      return 'BIGINT';
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'boolean':
      return 'BOOLEAN';
    case 'date':
      return 'DATE';
    case 'timestamp':
      return 'TIMESTAMP(6) WITH TIME ZONE';
  }
}
