import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeBundle } from './bundle.ts';
import { aljibe, start } from './program.ts';

let dir: string;
const state = () => join(dir, 'state');
const run = (...line: string[]) => aljibe(line, { ALJIBE_DIR: state() });

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'aljibe-people-'));
  await run('load', 'oneroster', writeBundle(join(dir, 'bundle')));
});
afterAll(() => rmSync(dir, { recursive: true }));

test('an account is added with a link, listed, linked anew and removed', async () => {
  expect(await run('user', 'list')).toEqual({
    code: 0,
    stdout: '',
    stderr: 'there are no accounts: on this machine the portal is open to everybody\n',
  });
  const added = await run('user', 'add', 'ana.ruiz', '--role', 'headmaster', '--school', 'esc');
  expect(added.stdout).toMatch(/^http:\/\/localhost:4600\/sign-in#[\w-]{43}\n$/);
  expect(added.stderr).toMatch(/^lets ana\.ruiz in once, until .*Z\nno portal runs here: /);
  expect((await run('user', 'list')).stdout).toMatch(
    /^account +role +schools +last seen +sessions +link until\nana\.ruiz +headmaster +esc +never +0 +\d{4}-.*Z\n$/,
  );
  const portal = ['--portal', 'https://aljibe.school.example'];
  const again = await run('user', 'link', 'ana.ruiz', ...portal, '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({
    account: 'ana.ruiz',
    url: expect.stringMatching(/^https:\/\/aljibe\.school\.example\/sign-in#/),
  });
  expect(await run('user', 'remove', 'ana.ruiz')).toMatchObject({
    code: 0,
    stderr: 'that was the last account: on this machine the portal is open to everybody again\n',
  });
  expect(JSON.parse((await run('user', 'list', '--json')).stdout)).toEqual([]);
});

test.each([
  [['add', 'luis'], '--role ROLE is missing'],
  [['add', 'luis', '--role', 'analist'], '"analist" is no role'],
  [['add', 'luis', '--role', 'headmaster'], 'headmaster is a role of a school'],
  [['add', 'two words', '--role', 'analyst'], 'is no name for an account'],
  [['add', 'luis', '--role', 'analyst', '--portal', 'school'], '"school" is no address of a portal'],
  [['link', 'nobody'], 'there is no account "nobody"'],
  [['remove', 'nobody'], 'there is no account "nobody"'],
])('user %j is refused', async (line, message) => {
  expect(await run('user', ...line)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});

test('who was let in, and who was not, is in the audit', async () => {
  const folder = join(state(), 'audit');
  rmSync(folder, { recursive: true, force: true });
  await run('user', 'add', 'eva', '--role', 'analyst');
  await run('user', 'add', 'eva', '--role', 'analyst');
  const events = readdirSync(folder)
    .filter((name) => name.endsWith('-2-ended.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as object);
  expect(events).toMatchObject([
    { act: 'user add', object: 'eva', outcome: 'done' },
    { act: 'user add', object: 'eva', outcome: 'refused' },
  ]);
  await run('user', 'remove', 'eva');
});

test('the portal serves nobody beyond this machine without accounts and TLS', async () => {
  expect(await run('portal', '--listen', '0.0.0.0')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("0.0.0.0 is not this machine's loopback address"),
  });
  expect(await run('portal', '--behind-proxy', 'https://aljibe.school.example')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('others would get in without an account'),
  });
});

test('behind a proxy it says the address of the proxy', async () => {
  await run('user', 'add', 'luis', '--role', 'analyst');
  const line = ['portal', '--port', '0', '--behind-proxy', 'https://aljibe.school.example'];
  const served = start(line, { ALJIBE_DIR: state() });
  served.stderr.resume();
  for await (const address of createInterface({ input: served.stdout })) {
    expect(address).toBe('https://aljibe.school.example');
    break;
  }
  served.kill('SIGKILL');
});
