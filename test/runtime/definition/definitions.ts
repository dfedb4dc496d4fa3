import { type Column, decimal, list, struct, text } from '../../../datasets/columns.ts';
import type { Contract } from '../../../datasets/contract.ts';
import type { Definition } from '../../../runtime/definition/definition.ts';
import { changesBetween } from '../../../runtime/definition/diff/diff.ts';
import { pupils } from '../../datasets/contracts.ts';

const es = 'Algo';

/** Pupils with a column of every kind of type that can change. */
export const before: Contract = {
  ...pupils,
  columns: {
    ...pupils.columns,
    nick: text('Nickname.', { es, optional: true }),
    score: decimal(5, 2)('Score.', { es, optional: true }),
    state: text('State.', { es, optional: true, vocabulary: ['in', 'out'] }),
    home: struct({ street: { kind: 'text' } })('Home.', { es, optional: true }),
    tags: list({ kind: 'text' })('Tags.', { es, optional: true, vocabulary: ['a', 'b'] }),
  },
  quality: [{ name: 'scores', severity: 'warning', kind: 'between', column: 'score', min: '0.00' }],
};

/** The contract of the next version, with other facts. */
export const next = (change: Partial<Contract>): Contract => ({ ...before, version: 2, ...change });

/** The same with other columns; null drops one. */
export function withColumns(columns: Readonly<Record<string, Column | null>>): Contract {
  const all = Object.entries({ ...before.columns, ...columns }).filter(([, column]) => column !== null);
  return next({ columns: Object.fromEntries(all) as Contract['columns'] });
}

/** A column of the contract before, with other facts. */
export const column = (name: string, change: Partial<Column>): Column => ({
  ...(before.columns[name] as Column),
  ...change,
});

export const definition = (change: Partial<Definition>): Definition => ({
  contracts: { pupils: before },
  views: [],
  dashboards: [],
  roles: {},
  access: {},
  lineage: { holders: [], edges: [] },
  ...change,
});

/** What changes with a contract, a line each: `breaking pupils.nick: column dropped`. */
export function contractLines(after: Contract): string[] {
  return linesOf(changesBetween(definition({}), definition({ contracts: { pupils: after } })));
}

export const linesOf = (changes: ReturnType<typeof changesBetween>): string[] =>
  changes.map(
    ({ kind, place, what, problem }) => `${kind} ${place}: ${what}${problem ? ` [${problem}]` : ''}`,
  );
