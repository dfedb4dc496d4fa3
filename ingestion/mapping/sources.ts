import type { Contract } from '../../datasets/contract.ts';
import type { FieldRule, Mapping } from './mapping.ts';

/** Which columns of its source a mapping reads, and for what. */
export interface MappingSources {
  readonly table: string;
  readonly dataset: string;
  readonly values: readonly {
    readonly from: string;
    readonly to: string;
    readonly how: 'identity' | 'derived';
  }[];
  /** Columns that decide whether there is a row. */
  readonly rows: readonly string[];
}

/** @param contract that of the mapping's dataset, whose columns are listed in its order */
export function mappingSources(
  { table, dataset, fields, when, deletedWhen }: Mapping,
  contract: Contract,
): MappingSources {
  const values = Object.keys(contract.columns).flatMap((to) => {
    const rule = fields[to];
    return rule === undefined ? [] : columnsRead(rule).map((from) => ({ from, to, how: howRead(rule) }));
  });
  return { table, dataset, values, rows: [when, deletedWhen].flatMap((rule) => (rule ? [rule.column] : [])) };
}

function columnsRead(rule: FieldRule): string[] {
  if (typeof rule === 'string') return [rule];
  if ('column' in rule) return [rule.column];
  return 'template' in rule ? [...rule.template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '') : [];
}

const howRead = (rule: FieldRule): 'identity' | 'derived' =>
  typeof rule === 'string' ? 'identity' : 'derived';
