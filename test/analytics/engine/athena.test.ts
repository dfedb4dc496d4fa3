import { tableFromIPC } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { athenaEngine } from '../../../analytics/engine/athena.ts';
import type { Answer } from '../../../analytics/engine/engine.ts';
import { printedType } from '../../../analytics/sql/types.ts';
import type { Cell } from '../../../lake/exact.ts';
import { type Answering, type AthenaServer, athenaServer } from './athenaServer.ts';

const place = { workgroup: 'school', database: 'curated', reuseMinutes: 0 };

let server: AthenaServer | undefined;

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(answering: Answering): Promise<AthenaServer> {
  server = await athenaServer(answering);
  vi.stubEnv('AWS_ENDPOINT_URL_ATHENA', server.url);
  return server;
}

const succeeded = {
  QueryExecution: {
    QueryExecutionId: 'q-1',
    StatementType: 'DML',
    Status: { State: 'SUCCEEDED' },
    Statistics: { DataScannedInBytes: 2048, TotalExecutionTimeInMillis: 830 },
  },
};

type Page = readonly (readonly (string | null)[])[];

/** A statement whose answer has these columns and pages. */
const answered =
  (columns: readonly object[], ...all: Page[]): Answering =>
  ({ action, body }) => {
    if (action === 'StartQueryExecution') return { QueryExecutionId: 'q-1' };
    if (action === 'GetQueryExecution') return succeeded;
    const page = Number(body.NextToken ?? 0);
    return {
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: columns },
        Rows: (all[page] ?? []).map((row) => ({
          Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
        })),
      },
      ...(page + 1 < all.length && { NextToken: String(page + 1) }),
    };
  };

async function rowsOf(answer: Answer): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of answer.batches()) rows.push(...batch);
  await answer.close();
  return rows;
}

describe('a statement in Athena', () => {
  test('is started in its workgroup and database, and gives exact values of every type', async () => {
    const columns = [
      { Name: 'n', Type: 'bigint' },
      { Name: 'i', Type: 'integer' },
      { Name: 'd', Type: 'decimal', Precision: 38, Scale: 4 },
      { Name: 'x', Type: 'double' },
      { Name: 'b', Type: 'boolean' },
      { Name: 'day', Type: 'date' },
      { Name: 't', Type: 'timestamp' },
      { Name: 'z', Type: 'timestamp with time zone' },
      { Name: 's', Type: 'varchar', Precision: 2147483647 },
      { Name: 's', Type: 'array' },
    ];
    const { calls } = await serve(
      answered(columns, [
        columns.map(({ Name }) => Name),
        [
          '9223372036854775807',
          '-7',
          '-1234567890123456789012345678901234.5600',
          '0.1',
          'true',
          '0001-01-01',
          '2026-03-29 02:30:00.123',
          '2026-07-01 10:00:00.000001 Europe/Madrid',
          "o'brien",
          '[a, b]',
        ],
        columns.map(() => null),
      ]),
    );
    const answer = await athenaEngine({ ...place, reuseMinutes: 60 }).run('SELECT 1');
    expect(answer.columns.map(({ name, type }) => `${name} ${printedType(type)}`)).toEqual([
      'n bigint',
      'i integer',
      'd decimal(38,4)',
      'x double',
      'b boolean',
      'day date',
      't timestamp(6)',
      'z timestamp(6) with time zone',
      's varchar',
      's:1 varchar',
    ]);
    expect(await rowsOf(answer)).toEqual([
      [
        '9223372036854775807',
        -7,
        '-1234567890123456789012345678901234.5600',
        0.1,
        true,
        '0001-01-01',
        '2026-03-29T02:30:00.123000',
        '2026-07-01T08:00:00.000001Z',
        "o'brien",
        '[a, b]',
      ],
      columns.map(() => null),
    ]);
    expect(answer.cost()).toEqual({ scannedBytes: 2048, millis: 830, reused: false });
    expect(calls[0]).toEqual({
      action: 'StartQueryExecution',
      body: expect.objectContaining({
        QueryString: 'SELECT 1',
        WorkGroup: 'school',
        QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'curated' },
        ResultReuseConfiguration: {
          ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 60 },
        },
      }),
    });
  });

  test('is read page by page; only the first page begins with the names', async () => {
    const { calls } = await serve(
      answered([{ Name: 'n', Type: 'bigint' }], [['n'], ['1']], [['2'], ['3']], []),
    );
    expect(await rowsOf(await athenaEngine(place).run('SELECT n FROM t'))).toEqual([['1'], ['2'], ['3']]);
    expect(
      calls.filter(({ action }) => action === 'GetQueryResults').map(({ body }) => body.NextToken),
    ).toEqual([undefined, '1', '2']);
  });

  test('is as good in Arrow', async () => {
    await serve(answered([{ Name: 'n', Type: 'bigint' }], [['n'], ['41'], [null]]));
    const answer = await athenaEngine(place).run('SELECT n FROM t');
    const pieces: Uint8Array[] = [];
    for await (const piece of answer.arrow('file')) pieces.push(piece);
    expect(
      tableFromIPC(Buffer.concat(pieces))
        .toArray()
        .map((row) => row?.toJSON()),
    ).toEqual([{ n: 41n }, { n: null }]);
  });

  test('without rows still has its columns', async () => {
    await serve(answered([{ Name: 'n', Type: 'bigint' }], [['n']]));
    const answer = await athenaEngine(place).run('SELECT n FROM t WHERE false');
    expect(answer.columns.map(({ name }) => name)).toEqual(['n']);
    expect(await rowsOf(answer)).toEqual([]);
  });
});

describe('what goes wrong', () => {
  const failing =
    (state: string, reason: string): Answering =>
    ({ action }) =>
      action === 'StartQueryExecution'
        ? { QueryExecutionId: 'q-1' }
        : {
            QueryExecution: {
              QueryExecutionId: 'q-1',
              WorkGroup: 'school',
              Status: { State: state, StateChangeReason: reason },
            },
          };

  test.each([
    [
      "COLUMN_NOT_FOUND: line 2:8: Column 'nmae' cannot be resolved or requester is not authorized",
      "line 2, column 8: Column 'nmae' cannot be resolved or requester is not authorized",
    ],
    ["line 1:1: mismatched input 'SELCT'", "line 1, column 1: mismatched input 'SELCT'"],
    ['DIVISION_BY_ZERO: Division by zero', 'DIVISION_BY_ZERO: Division by zero'],
  ])('%s', async (reason, message) => {
    await serve(failing('FAILED', reason));
    await expect(athenaEngine(place).run('SELECT 1')).rejects.toThrow(message);
  });

  test('a statement that the workgroup stopped says who may have', async () => {
    await serve(failing('CANCELLED', 'Bytes scanned limit was exceeded'));
    await expect(athenaEngine(place).run('SELECT 1')).rejects.toMatchObject({
      message: 'Athena cancelled the statement: Bytes scanned limit was exceeded',
      hint: 'The workgroup school may limit what a statement scans or how long it runs.',
    });
  });

  test.each([
    ['AccessDeniedException', 'not authorized', 'AWS does not allow it: not authorized'],
    ['InvalidRequestException', 'WorkGroup school is not found.', 'Athena: WorkGroup school is not found.'],
    ['ExpiredTokenException', 'token expired', 'AWS refuses the credentials: token expired'],
  ])('%s is told as such', async (error, message, told) => {
    await serve(() => ({ error, message }));
    await expect(athenaEngine(place).run('SELECT 1')).rejects.toThrow(told);
  });

  test('no credentials', async () => {
    await serve(() => ({}));
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    await expect(athenaEngine(place).run('SELECT 1')).rejects.toThrow('there are no credentials for AWS');
  });

  test('no region', async () => {
    await serve(() => ({}));
    vi.stubEnv('AWS_REGION', undefined);
    await expect(athenaEngine(place).run('SELECT 1')).rejects.toThrow('there is no AWS region');
  });

  test('nobody answers', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_ATHENA', 'http://127.0.0.1:1');
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    await expect(athenaEngine(place).run('SELECT 1')).rejects.toThrow('Athena cannot be reached');
  });

  test('a moment for all tables is not to be had', async () => {
    const at = { kind: 'latest' } as const;
    await expect(athenaEngine(place).run('SELECT 1', { at })).rejects.toThrow('at a moment of its own');
  });
});

test('whoever gives up stops the statement in Athena, too', async () => {
  const gone = new AbortController();
  const { calls } = await serve(({ action }) => {
    if (action === 'StartQueryExecution') return { QueryExecutionId: 'q-1' };
    if (action === 'StopQueryExecution') return {};
    gone.abort(new Error('enough'));
    return { QueryExecution: { QueryExecutionId: 'q-1', Status: { State: 'RUNNING' } } };
  });
  await expect(athenaEngine(place).run('SELECT 1', { signal: gone.signal })).rejects.toThrow('enough');
  expect(calls.at(-1)).toEqual({ action: 'StopQueryExecution', body: { QueryExecutionId: 'q-1' } });
});
