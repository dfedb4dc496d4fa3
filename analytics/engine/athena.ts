import { AthenaClient, type ColumnInfo, type GetQueryResultsOutput } from '@aws-sdk/client-athena';
import { DuckDBDataChunk } from '@duckdb/node-api';
import { UserError } from '../../base/errors.ts';
import { exactBatches, type Answer as LakeAnswer } from '../../lake/sql/answer.ts';
import { clientError } from './athena/errors.ts';
import { execute, type Place, pages } from './athena/execution.ts';
import { type Reading, readingOf } from './athena/values.ts';
import type { Answer, RunOptions, SqlEngine } from './engine.ts';

/** Runs statements in Amazon Athena, with the credentials and the region that the AWS SDK finds. */
export function athenaEngine(place: Place): SqlEngine {
  return {
    name: 'athena',
    async run(sql, { at, signal }: RunOptions = {}) {
      if (at) {
        throw new UserError('Athena reads every table at a moment of its own', {
          exitCode: 2,
          hint: "Say it in the statement: FROM students FOR TIMESTAMP AS OF TIMESTAMP '2026-03-01 08:00 UTC'.",
        });
      }
      const client = new AthenaClient({});
      try {
        return await started(client, sql, place, signal);
      } catch (error) {
        client.destroy();
        throw clientError(error, place);
      }
    },
  };
}

async function started(
  client: AthenaClient,
  sql: string,
  place: Place,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const { QueryExecutionId, StatementType, Statistics } = await execute(client, sql, place, signal);
  const rest = pages(client, QueryExecutionId, signal);
  const { value: first } = await rest.next();
  const columns = first?.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
  const readings = columns.map(readingOf);
  const names = distinctNames(columns);
  async function* chunks(): LakeAnswer['chunks'] {
    // The names of the columns are the first row of what a query answers, and of nothing else.
    let skipped = StatementType === 'DML' ? 1 : 0;
    for await (const page of following(first, rest)) {
      const chunk = chunkOf(page, readings, skipped);
      skipped = 0;
      if (chunk.rowCount > 0) yield chunk;
    }
  }
  const answer: LakeAnswer = {
    columns: names.map((name, index) => ({ name, type: (readings[index] as Reading).duckdb })),
    chunks: told(chunks(), place),
    close: async () => client.destroy(),
  };
  return {
    columns: names.map((name, index) => ({ name, type: (readings[index] as Reading).type })),
    batches: () => exactBatches(answer),
    async *arrow(form) {
      // Loaded only when it is asked for: the library is large.
      const { arrowFile, arrowStream } = await import('../../lake/sql/arrow/file.ts');
      yield* form === 'file' ? arrowFile(answer) : arrowStream(answer);
    },
    cost: () => ({
      scannedBytes: Statistics?.DataScannedInBytes ?? 0,
      millis: Statistics?.TotalExecutionTimeInMillis ?? 0,
      reused: Statistics?.ResultReuseInformation?.ReusedPreviousResult ?? false,
    }),
    close: answer.close,
  };
}

async function* following<T>(first: T | undefined, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  if (first === undefined) return;
  yield first;
  yield* rest;
}

/** What fails between two pages is told like what fails at the start. */
async function* told(chunks: LakeAnswer['chunks'], place: Place): LakeAnswer['chunks'] {
  try {
    yield* chunks;
  } catch (error) {
    throw clientError(error, place);
  }
}

function chunkOf({ ResultSet }: GetQueryResultsOutput, readings: readonly Reading[], skipped: number) {
  const rows = (ResultSet?.Rows ?? []).slice(skipped);
  const chunk = DuckDBDataChunk.create(
    readings.map(({ duckdb }) => duckdb),
    rows.length,
  );
  const columns = readings.map(({ read }, index) =>
    rows.map(({ Data }) => {
      const text = Data?.[index]?.VarCharValue;
      return text === undefined ? null : read(text);
    }),
  );
  chunk.setColumns(columns);
  return chunk;
}

/** A second `n` is `n:1`, as DuckDB names it. */
function distinctNames(columns: readonly ColumnInfo[]): string[] {
  const counts = new Map<string, number>();
  return columns.map(({ Name = '' }) => {
    const count = counts.get(Name) ?? 0;
    counts.set(Name, count + 1);
    return count === 0 ? Name : `${Name}:${count}`;
  });
}
