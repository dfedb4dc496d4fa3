import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { UserError } from '../../../base/errors.ts';
import { report } from '../../../cli/output/errors.ts';

function reported(error: unknown, verbose = false): string {
  const stderr = new PassThrough({ encoding: 'utf8' });
  expect(report(error, stderr as unknown as NodeJS.WriteStream, verbose)).toBe(1);
  return stderr.read() as string;
}

test('what a person can mend is told with the way out', () => {
  expect(reported(new UserError('a.csv:3: is wrong', { hint: 'Mend it.' }))).toBe(
    'error: a.csv:3: is wrong\n  Mend it.\n',
  );
});

test('anything else is a defect', () => {
  expect(reported(new TypeError('x is not a function'))).toBe(
    'error: unexpected: x is not a function\n  This is a defect of Aljibe; run it with --verbose for the details.\n',
  );
});

const full =
  'error: the disk is full\n' +
  '  Make room and run the command again: whatever was acknowledged is kept, nothing is done twice.\n';

test.each([
  ['the operating system', Object.assign(new Error('ENOSPC: no space left, write'), { code: 'ENOSPC' })],
  ['a quota', Object.assign(new Error('EDQUOT: disk quota exceeded, write'), { code: 'EDQUOT' })],
  ['SQLite', Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })],
  ['DuckDB', new Error('IO Error: Could not write file "x": No space left on device')],
])('a full disk is no defect: %s', (_, error) => {
  expect(reported(error)).toBe(full);
  expect(reported(new Error('the raw zone stopped', { cause: error }))).toBe(full);
});

test('what may not be touched is named', () => {
  const error = Object.assign(new Error("EACCES: permission denied, mkdir '/srv/x'"), {
    code: 'EACCES',
    path: '/srv/x',
  });
  expect(reported(error)).toBe(
    'error: /srv/x: permission denied\n  Run Aljibe as the user to whom it belongs, or name another place.\n',
  );
});

test('the socket of another user is named', () => {
  const error = Object.assign(new Error('connect EACCES /srv/x/aljibe.sock'), {
    code: 'EACCES',
    address: '/srv/x/aljibe.sock',
  });
  expect(reported(error)).toMatch(/^error: \/srv\/x\/aljibe\.sock: permission denied\n/);
});

test('a disk that is read only is named', () => {
  const error = Object.assign(new Error("EROFS: read-only file system, open '/mnt/x'"), {
    code: 'EROFS',
    path: '/mnt/x',
  });
  expect(reported(error)).toMatch(/^error: \/mnt\/x: the disk is read only\n/);
});
