import { expect, test } from 'vitest';
import { athenaServer } from '../analytics/engine/athenaServer.ts';
import { aljibe } from './program.ts';

const signedIn = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIA',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

test('a statement in Athena: rows to one output, what they cost to the other', async () => {
  const server = await athenaServer(({ action }) => {
    if (action === 'StartQueryExecution') return { QueryExecutionId: 'q-1' };
    if (action === 'GetQueryResults') {
      return {
        ResultSet: {
          ResultSetMetadata: { ColumnInfo: [{ Name: 'students', Type: 'bigint' }] },
          Rows: [{ Data: [{ VarCharValue: 'students' }] }, { Data: [{ VarCharValue: '600' }] }],
        },
      };
    }
    const Statistics = { DataScannedInBytes: 5_242_880, TotalExecutionTimeInMillis: 1200 };
    return { QueryExecution: { StatementType: 'DML', Status: { State: 'SUCCEEDED' }, Statistics } };
  });
  const line = [
    'query',
    'SELECT count(*) AS students FROM students',
    '--engine',
    'athena',
    '--format',
    'csv',
  ];
  expect(await aljibe(line, { ...signedIn, AWS_ENDPOINT_URL_ATHENA: server.url })).toEqual({
    code: 0,
    stdout: 'students\n600\n',
    stderr: 'scanned 5.0 MB in 1.2 s, about $0.00005 at $5 a terabyte\n',
  });
  await server.close();
}, 60_000);
