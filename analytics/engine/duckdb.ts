import { quotedName } from '../../lake/iceberg/duckdb.ts';
import { exactBatches, type Answer as LakeAnswer } from '../../lake/sql/answer.ts';
import { parseMoment } from '../../lake/sql/moments.ts';
import { runLocked } from '../../lake/sql/query.ts';
import type { ReadOptions } from '../../lake/sql/session.ts';
import { type Lake, type View, viewsOf } from '../../lake/sql/views.ts';
import { type Marts, martsOf, type ViewSource, viewsBehind } from '../marts.ts';
import { type Translated, translate } from '../sql/translate.ts';
import { varcharOf } from '../sql/types.ts';
import { storedViews } from '../stored/read.ts';
import type { Answer, RunOptions, SqlEngine } from './engine.ts';
import { runtimeError } from './errors.ts';

export interface DuckDBEngine extends SqlEngine {
  readonly name: 'duckdb';
  run(sql: string, options?: RunOptions & ReadOptions): Promise<Answer>;
}

/**
 * Runs statements in Athena's SQL over a lake in this process: translated, and then in a DuckDB that can read the
 * tables of the statement and nothing else.
 * @param views those of the analytics zone; default: all
 */
export function duckdbEngine(lake: Lake, views?: readonly ViewSource[]): DuckDBEngine {
  const marts = martsOf(lake.contracts, views);
  return {
    name: 'duckdb',
    async run(sql, options = {}) {
      const translated = translate(sql, marts);
      const { views: tables, definitions } = await readBy(translated, lake, marts, options);
      const answer = await runLocked(
        { sql: duckdbSql(translated), views: tables, definitions, told: runtimeError },
        options,
      );
      return answerOf(answer, translated);
    },
  };
}

/** What a statement reads, and what makes views of it. */
export interface Read {
  readonly views: readonly View[];
  readonly definitions: readonly string[];
}

/** @param isStored whether views may be read as of their last refresh; of the past they are always computed */
export async function readBy(
  translated: Translated,
  lake: Lake,
  marts: Marts,
  { at, isStored = true }: RunOptions & { readonly isStored?: boolean },
): Promise<Read> {
  const stored = storedViews(at || !isStored ? undefined : lake.dirs.analytics, marts);
  const behind = viewsBehind(marts, translated.tables, (name) => stored.of(name) !== null);
  return {
    views: [
      ...(await tablesOf(lake, translated, behind, { at })),
      ...stored.read([...translated.tables, ...behind.flatMap(({ view }) => view.tables)]),
    ],
    definitions: viewsSql(behind),
  };
}

/** A translated statement as DuckDB runs it. */
export const duckdbSql = ({ duckdb, explain }: Translated): string =>
  `${explainWords[explain ?? 'not']}${duckdb}`;

const explainWords = { not: '', plan: 'EXPLAIN ', run: 'EXPLAIN ANALYZE ' };

/** The tables of a statement and of the views behind it, and those whose moment it says. */
async function tablesOf(
  lake: Lake,
  { tables, travels }: Translated,
  behind: ReturnType<typeof viewsBehind>,
  { at }: RunOptions,
): Promise<View[]> {
  const all = [...tables, ...behind.flatMap(({ view }) => view.tables)];
  const present = [...new Set(all)].filter((table) => !table.startsWith('marts.'));
  const past = travels.map(async ({ table, at: moment }) => {
    const [view] = (await viewsOf(lake, [table], parseMoment(moment))) as [View];
    return { ...view, name: `${view.name}@${moment}` };
  });
  return [...(await viewsOf(lake, present, at)), ...(await Promise.all(past))];
}

function viewsSql(behind: ReturnType<typeof viewsBehind>): string[] {
  return behind.map(({ name, view }) => `CREATE VIEW marts.${quotedName(name)} AS ${view.duckdb}`);
}

export function answerOf(answer: LakeAnswer, { columns, explain }: Translated): Answer {
  const named = answer.columns.map(({ name }, index) => ({
    name,
    type: columns[index]?.type ?? varcharOf(),
  }));
  return {
    columns: explain ? [{ name: 'Query Plan', type: varcharOf() }] : named,
    batches: () => (explain ? plansOf(answer) : exactBatches(answer)),
    async *arrow(form) {
      // Loaded only when it is asked for: the library is large.
      const { arrowFile, arrowStream } = await import('../../lake/sql/arrow/file.ts');
      yield* form === 'file' ? arrowFile(answer) : arrowStream(answer);
    },
    cost: () => null,
    close: answer.close,
  };
}

/** DuckDB gives the kind of a plan before each. */
async function* plansOf(answer: LakeAnswer) {
  for await (const batch of exactBatches(answer)) yield batch.map((row) => row.slice(-1));
}
