import type { Column, ColumnType } from '../../datasets/columns.ts';
import type { Contract, QualityRule } from '../../datasets/contract.ts';
import { curatedFields } from '../curation/schema.ts';
import { roleNames, roles } from '../governance/roles.ts';
import type { NewType } from '../iceberg/types.ts';
import { brokenCountSql } from './brokenSql.ts';

/** JSON of a document; what is undefined is left out. */
type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** Name of the file in which the contract of a dataset is expected by those that refer to it. */
export const odcsFile = (dataset: string): string => `${dataset}.odcs.yaml`;

/**
 * A contract as the Open Data Contract Standard 3.1.0 writes it (https://bitol-io.github.io/open-data-contract-standard).
 * What the standard has no word for stands in custom properties: whose a value is, how a row belongs to a school.
 */
export function odcsOf(contracts: Readonly<Record<string, Contract>>, contract: Contract): Json {
  const { name, kind, version, meaning, es, key, columns, quality, subjects, scope, erasure } = contract;
  const types = new Map(curatedFields(contract).map((field) => [field.name, field.type]));
  return {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: `urn:aljibe:dataset:${name}`,
    name,
    version: `${version}.0.0`,
    status: 'active',
    domain: 'education',
    description: { purpose: meaning },
    schema: [
      {
        id: name,
        name,
        physicalName: name,
        physicalType: 'table',
        businessName: es,
        description: meaning,
        dataGranularityDescription: meaning,
        properties: Object.entries(columns).map(([column, facts]) =>
          propertyOf({ column, facts, isKey: column === key, type: types.get(column), contracts }),
        ),
        quality: quality.map((rule) => qualityOf(contracts, contract, rule)),
      },
    ],
    roles: roleNames.map((role) => ({ role, access: 'read', description: roles[role].meaning })),
    slaProperties: slaOf(contract),
    customProperties: [
      { property: 'datasetKind', value: kind },
      { property: 'schoolScope', value: { ...scope } },
      { property: 'subjects', value: { ...subjects } },
      ...(erasure ? [{ property: 'erasure', value: { ...erasure } }] : []),
    ],
  };
}

interface PropertyFacts {
  readonly column: string;
  readonly facts: Column;
  readonly isKey: boolean;
  readonly type: NewType | undefined;
  readonly contracts: Readonly<Record<string, Contract>>;
}

function propertyOf({ column, facts, isKey, type, contracts }: PropertyFacts): Json {
  const { references, vocabulary, whose, reveals = 'nothing' } = facts;
  const target = references === undefined ? undefined : contracts[references];
  const isList = facts.type.kind === 'list';
  const custom = [
    ...(whose ? [{ property: 'whose', value: whose }] : []),
    ...(vocabulary ? [{ property: 'vocabulary', value: vocabulary }] : []),
    ...(target && isList ? [{ property: 'itemsReference', value: `${target.name}.${target.key}` }] : []),
  ];
  return {
    id: column,
    name: column,
    businessName: facts.es,
    description: facts.meaning,
    ...shapeOf(facts.type),
    physicalType: type === undefined ? undefined : physicalType(type),
    required: facts.optional !== true,
    ...(isKey ? { primaryKey: true, primaryKeyPosition: 1, unique: true } : {}),
    classification: reveals,
    ...(target && !isList ? { relationships: [{ to: referenceTo(target) }] } : {}),
    ...(custom.length > 0 ? { customProperties: custom } : {}),
  };
}

const referenceTo = ({ name, key }: Contract) => `${odcsFile(name)}#/schema/${name}/properties/${key}`;

function shapeOf(type: ColumnType): { readonly [name: string]: Json | undefined } {
  switch (type.kind) {
    case 'text':
    case 'json':
      return { logicalType: 'string' };
    case 'integer':
    case 'boolean':
    case 'date':
      return { logicalType: type.kind };
    case 'decimal':
      return { logicalType: 'number' };
    case 'timestamp':
      return { logicalType: 'timestamp', logicalTypeOptions: { timezone: true } };
    case 'list':
      return { logicalType: 'array', items: shapeOf(type.of) };
    case 'struct':
      return {
        logicalType: 'object',
        properties: Object.entries(type.fields).map(([name, field]) => ({
          id: name,
          name,
          ...shapeOf(field),
        })),
      };
  }
}

function physicalType(type: NewType): string {
  if (typeof type === 'string') return type;
  if ('list' in type) return `list<${physicalType(type.list)}>`;
  return `struct<${type.struct.map((field) => `${field.name}: ${physicalType(field.type)}`).join(', ')}>`;
}

const dimensions = {
  between: 'conformity',
  ordered: 'consistency',
  unique: 'uniqueness',
  complete: 'completeness',
  resolves: 'consistency',
  sql: 'consistency',
} as const satisfies Record<QualityRule['kind'], string>;

function qualityOf(
  contracts: Readonly<Record<string, Contract>>,
  contract: Contract,
  rule: QualityRule,
): Json {
  const common = {
    id: rule.name,
    ...(rule.kind === 'sql' ? { description: rule.meaning } : {}),
    name: rule.name,
    severity: rule.severity,
    dimension: dimensions[rule.kind],
  };
  if (rule.kind === 'complete') {
    return {
      ...common,
      type: 'library',
      metric: 'nullValues',
      arguments: { property: rule.column },
      unit: 'percent',
      mustBeLessOrEqualTo: Math.round((1 - rule.share) * 1e6) / 1e4,
    };
  }
  if (rule.kind === 'unique') {
    return {
      ...common,
      type: 'library',
      metric: 'duplicateValues',
      arguments: { properties: rule.columns },
      mustBe: 0,
    };
  }
  return { ...common, type: 'sql', query: brokenCountSql(contracts, contract, rule), mustBe: 0 };
}

const units: Readonly<Record<string, string>> = {
  Y: 'y',
  M: 'mo',
  D: 'd',
  TH: 'h',
  TM: 'm',
  TS: 's',
};

/** `P5Y` is 5 years: contracts write periods of one part. */
function period(text: string): { value: string | number; unit?: string } {
  const [, part = '', amount, unit = ''] = /^P(T?)(\d+)([YMDHS])$/.exec(text) ?? [];
  const known = units[`${part}${unit}`];
  return amount === undefined || known === undefined
    ? { value: text }
    : { value: Number(amount), unit: known };
}

function slaOf({ name, freshness, retention }: Contract): Json {
  const from = retention.from === 'deletion' ? {} : { element: `${name}.${retention.from}` };
  return [
    { property: 'latency', ...period(freshness), description: 'Within this a write can be searched.' },
    {
      property: 'retention',
      ...period(retention.period),
      ...from,
      description:
        retention.from === 'deletion' ? 'Counted from the deletion of the row.' : 'Counted from the element.',
    },
  ];
}
