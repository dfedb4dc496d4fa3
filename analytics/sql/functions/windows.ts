import type { Argument, Call, FunctionDefinition } from '../registry.ts';
import { inGroup } from './define.ts';

const window = inGroup('Windows', 'window');

/** How many rows away, or which: a number that is written down, since one below the least would be an error. */
const counted =
  (name: string, at: number, least: number) =>
  (args: readonly Argument[], call: Call): string => {
    if (!(Number(args[at]?.literal ?? Number.NaN) >= least))
      call.refuse(at, `it must be written as a number from ${least} on: ${name}`);
    return `${name}(${args.map(({ sql }) => sql).join(', ')})`;
  };

const shifted = (name: string, where: string) =>
  window(
    name,
    `The value some rows ${where} this one (one row without a number), or a default where there is none.`,
    {
      '(T) -> T': `${name}($1)`,
      '(T, bigint) -> T': counted(name, 1, 0),
      '(T, bigint, T) -> T': counted(name, 1, 0),
    },
  );

export const windows: readonly FunctionDefinition[] = [
  window('row_number', 'The number of the row in its partition, from 1.', { '() -> bigint': 'row_number()' }),
  window('rank', 'One more than there are rows before this one; equal rows have the same.', {
    '() -> bigint': 'rank()',
  }),
  window('dense_rank', 'The rank without gaps after equal rows.', { '() -> bigint': 'dense_rank()' }),
  window('percent_rank', 'The rank from 0 to 1.', { '() -> double': 'percent_rank()' }),
  window('cume_dist', 'The share of rows that are not behind this one.', { '() -> double': 'cume_dist()' }),
  window('ntile', 'The number of the part, when the partition is cut into so many equal ones.', {
    '(bigint) -> bigint': counted('ntile', 0, 1),
  }),
  shifted('lag', 'before'),
  shifted('lead', 'after'),
  window('first_value', 'The value of the first row of the frame.', { '(T) -> T': 'first_value($1)' }),
  window('last_value', 'The value of the last row of the frame.', { '(T) -> T': 'last_value($1)' }),
  window('nth_value', 'The value of a row of the frame by its number, from 1.', {
    '(T, bigint) -> T': counted('nth_value', 1, 1),
  }),
];
