import { type Reveal, revealsIn } from '../../lake/governance/reveals.ts';
import type { Contracts } from '../../lake/sql/views.ts';
import type { Marts } from '../marts.ts';
import type { ColumnSource } from '../sql/lineage.ts';
import type { SqlType } from '../sql/types.ts';

/** What a column of a table or a view says of people. */
export interface ColumnClass {
  readonly reveals: readonly Reveal[];
  /** A number made of many rows, whatever those say: a count, a sum, a mean. */
  readonly isMeasure: boolean;
}

/** By what statements may read: a contract says it of its columns; those of a view are what they are made of. */
export interface Classes {
  of(table: string, column: string): ColumnClass;
  /** A row of it is of one person, or of a few whom its columns name. */
  namesPeople(table: string): boolean;
}

const plain: ColumnClass = { reveals: [], isMeasure: false };

export function classesOf(contracts: Contracts, marts: Marts): Classes {
  const known = new Map<string, ColumnClass>();
  const find = (table: string, column: string): ColumnClass => {
    const [schema, name = ''] = table.split('.');
    const contract = schema === 'curated' ? contracts[name] : undefined;
    if (contract) return { reveals: revealsIn(contract, column), isMeasure: false };
    const found = schema === 'marts' ? marts.view(name)?.columns.find((each) => each.name === column) : null;
    return found ? made(found.type, found.sources) : plain;
  };
  const made = (type: SqlType, sources: readonly ColumnSource[]): ColumnClass => {
    const reveals = new Map<string, Reveal>();
    let isMeasure = isNumber(type);
    for (const source of sources) {
      const from = of(source.table, source.column);
      for (const reveal of from.reveals) reveals.set(`${reveal.whose} ${reveal.what}`, reveal);
      if (from.reveals.length > 0 && source.how !== 'aggregated') isMeasure = false;
    }
    return reveals.size === 0 ? plain : { reveals: [...reveals.values()], isMeasure };
  };
  const of = (table: string, column: string): ColumnClass => {
    const key = `${table}.${column}`;
    const found = known.get(key) ?? find(table, column);
    known.set(key, found);
    return found;
  };
  return {
    of,
    namesPeople: (table) =>
      (marts.of(table)?.columns ?? []).some(({ name }) => {
        const { reveals, isMeasure } = of(table, name);
        return !isMeasure && reveals.some(({ what }) => what === 'identity');
      }),
  };
}

const isNumber = ({ kind }: SqlType) =>
  ['tinyint', 'smallint', 'integer', 'bigint', 'real', 'double', 'decimal'].includes(kind);
