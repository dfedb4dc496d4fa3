import { onTestFinished } from 'vitest';
import type { LakeDirs } from '../../../lake/dirs.ts';
import type { Cell } from '../../../lake/exact.ts';
import { type Answer, exactBatches } from '../../../lake/sql/answer.ts';
import { runLocked } from '../../../lake/sql/query.ts';
import type { ReadOptions } from '../../../lake/sql/session.ts';
import { tableNames, viewsOf } from '../../../lake/sql/views.ts';
import { notes, specimens } from '../support.ts';

/** A lake that nobody has written yet. */
export const emptyLake = {
  dirs: { raw: '/nowhere', curated: '/nowhere', tombstones: '/nowhere', keys: '/nowhere' },
};

/** Runs a statement in DuckDB's dialect over the test datasets of a lake; closed with the test. */
export async function answerTo(
  { dirs }: { readonly dirs: LakeDirs },
  sql: string,
  { reads, ...options }: ReadOptions & { readonly reads?: readonly string[] } = {},
): Promise<Answer> {
  const contracts = { notes, specimens };
  const views = await viewsOf({ dirs, contracts }, reads ?? tableNames(contracts), options.at);
  const answer = await runLocked({ sql, views }, { threads: 2, ...options });
  onTestFinished(() => answer.close());
  return answer;
}

/** All rows of an answer. */
export async function rowsOf(answer: Answer): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of exactBatches(answer)) rows.push(...batch);
  return rows;
}

/** All rows that a statement gives. */
export const query = async (...statement: Parameters<typeof answerTo>) =>
  rowsOf(await answerTo(...statement));
