import { setTimeout } from 'node:timers/promises';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type GetQueryResultsOutput,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { failureOf } from './errors.ts';

export interface Place {
  readonly workgroup: string;
  readonly database: string;
  /** Age in minutes up to which Athena may answer out of an earlier run of the same statement; 0 for never. */
  readonly reuseMinutes: number;
}

/** Milliseconds between two looks at a running statement: soon at first, since most are short. */
const pauses = [50, 100, 200, 400];
const longestPause = 1000;
/** What Athena gives at once at most. */
const pageRows = 1000;

/**
 * Runs a statement to its end. When the signal is aborted the statement is stopped in Athena, too: it costs what it
 * scans.
 * @throws UserError for a failed statement; the signal's reason
 */
export async function execute(
  client: AthenaClient,
  sql: string,
  place: Place,
  signal: AbortSignal | undefined,
): Promise<QueryExecution & { readonly QueryExecutionId: string }> {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: place.workgroup,
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: place.database },
      ...(place.reuseMinutes > 0 && {
        ResultReuseConfiguration: {
          ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: place.reuseMinutes },
        },
      }),
    }),
    abortable(signal),
  );
  if (!QueryExecutionId) throw new Error('Athena started a statement without an id');
  try {
    const execution = await ended(client, QueryExecutionId, signal);
    return { ...execution, QueryExecutionId };
  } catch (error) {
    if (!signal?.aborted) throw error;
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId }));
    throw signal.reason;
  }
}

async function ended(
  client: AthenaClient,
  id: string,
  signal: AbortSignal | undefined,
): Promise<QueryExecution> {
  for (let look = 0; ; look++) {
    const { QueryExecution } = await client.send(
      new GetQueryExecutionCommand({ QueryExecutionId: id }),
      abortable(signal),
    );
    switch (QueryExecution?.Status?.State) {
      case 'SUCCEEDED':
        return QueryExecution;
      case 'FAILED':
      case 'CANCELLED':
        throw failureOf(QueryExecution);
      default:
        await setTimeout(pauses[look] ?? longestPause, undefined, signal && { signal });
    }
  }
}

/** The rows of a statement that has ended, a page at a time. */
export async function* pages(
  client: AthenaClient,
  id: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<GetQueryResultsOutput> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new GetQueryResultsCommand({
        QueryExecutionId: id,
        MaxResults: pageRows,
        ...(token && { NextToken: token }),
      }),
      abortable(signal),
    );
    yield page;
    token = page.NextToken;
  } while (token);
}

const abortable = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});
