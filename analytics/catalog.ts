import type { Contract } from '../datasets/contract.ts';
import { curatedFields } from '../lake/curation/schema.ts';
import type { NewType } from '../lake/iceberg/types.ts';
import type { Contracts } from '../lake/sql/views.ts';
import { informationSchema, informationSchemaNames } from './informationSchema.ts';
import type { TableSchema, Tables } from './sql/tables.ts';
import { arrayOf, decimalOf, instantOf, plain, type SqlType, varcharOf } from './sql/types.ts';

/** The raw zone: every change as it was accepted. */
const rawChanges: TableSchema = {
  columns: [
    { name: 'seq', type: plain('bigint') },
    { name: 'key', type: varcharOf() },
    { name: 'op', type: varcharOf() },
    { name: 'version', type: plain('bigint') },
    { name: 'source', type: varcharOf() },
    { name: 'position', type: varcharOf() },
    { name: 'occurred_at', type: instantOf(6) },
    { name: 'accepted_at', type: instantOf(6) },
    { name: 'contract_version', type: plain('integer') },
    { name: 'mapping_version', type: plain('integer') },
    { name: 'row', type: varcharOf() },
    { name: 'extra', type: varcharOf() },
    { name: 'dataset', type: varcharOf() },
    { name: 'hour', type: varcharOf() },
  ],
};

/**
 * The tables that statements may read: those of the contracts as Athena sees them in Iceberg, the raw zone, what
 * describes both, and views.
 * @param views by qualified name: `marts.chronic_absence`
 */
export function catalogOf(contracts: Contracts, views: Readonly<Record<string, TableSchema>> = {}): Tables {
  const tables = new Map<string, TableSchema>([
    ...Object.entries(contracts).map(([name, contract]): [string, TableSchema] => [
      `curated.${name}`,
      curatedSchema(contract),
    ]),
    ['raw.changes', rawChanges],
    ...Object.entries(views),
  ]);
  const catalog: Tables = {
    of: (name) => tables.get(name) ?? informationSchema(name, catalog),
    names: [...tables.keys(), ...informationSchemaNames],
  };
  return catalog;
}

function curatedSchema(contract: Contract): TableSchema {
  return {
    columns: curatedFields(contract).map(({ name, type, doc }) => ({
      name,
      type: typeInAthena(type),
      meaning: doc,
    })),
  };
}

/** JSON is a text in Iceberg: `json_parse` makes JSON of it. */
function typeInAthena(type: NewType): SqlType {
  if (typeof type !== 'string') {
    if ('list' in type) return arrayOf(typeInAthena(type.list));
    return {
      kind: 'row',
      fields: type.struct.map((field) => ({ name: field.name, type: typeInAthena(field.type) })),
    };
  }
  switch (type) {
    case 'string':
      return varcharOf();
    case 'long':
      return plain('bigint');
    case 'boolean':
    case 'date':
      return plain(type);
    case 'timestamptz':
      return instantOf(6);
    default: {
      const [, precision, scale] = /^decimal\((\d+), ?(\d+)\)$/.exec(type) ?? [];
      if (precision === undefined) throw new Error(`${type} is no type of a curated column`);
      return decimalOf(Number(precision), Number(scale));
    }
  }
}
