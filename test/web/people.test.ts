import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixedClock } from '../../base/clock.ts';
import { type Account, openAccounts } from '../../runtime/accounts/accounts.ts';
import { layoutOf } from '../../runtime/state.ts';
import { askRaw, post, type Served, serveSchool } from './served.ts';

let portal: Served;
/** `Cookie` of each person, who came in by a link. */
const cookies: Record<string, string> = {};
const people: readonly Account[] = [
  { name: 'dpo', role: 'data_protection_officer', schools: [] },
  { name: 'luis', role: 'analyst', schools: [] },
  { name: 'ana', role: 'headmaster', schools: ['esc'] },
  { name: 'eva', role: 'headmaster', schools: ['other'] },
];
const clock = fixedClock('2026-03-02T10:00:00Z');

async function enter(name: string) {
  const accounts = openAccounts(layoutOf(portal.dir).accounts, clock);
  const { token } = accounts.link(name);
  accounts.close();
  return post(`${portal.url}/api/session`, { token });
}

const json = 'application/json';
const get = (who: string, path: string) => askRaw(`${portal.url}${path}`, { Cookie: cookies[who] ?? '' });
const ask = (who: string, path: string, body: unknown) =>
  post(`${portal.url}${path}`, body, { 'Content-Type': json, Cookie: cookies[who] ?? '' });
const sql = async (who: string, statement: string) =>
  (await ask(who, '/api/sql', { sql: statement, format: 'jsonl' })).body;

beforeAll(async () => {
  portal = await serveSchool();
  const accounts = openAccounts(layoutOf(portal.dir).accounts, clock);
  for (const person of people) accounts.add(person);
  accounts.close();
  for (const { name } of people) {
    const { headers } = await enter(name);
    cookies[name] = String(headers['set-cookie']).split(';')[0] as string;
  }
});
afterAll(() => portal.close());

describe('at the door', () => {
  test('nobody gets in without a session, and learns nothing', async () => {
    for (const path of ['/api/status', '/api/datasets', '/api/tables', '/api/parity', '/api/nothing']) {
      expect(await askRaw(`${portal.url}${path}`)).toMatchObject({
        status: 401,
        body: '{"error":{"message":"sign in with a link from whoever runs Aljibe"}}\n',
      });
    }
    expect((await post(`${portal.url}/api/sql`, { sql: 'SELECT 1' })).status).toBe(401);
    expect(JSON.parse((await askRaw(`${portal.url}/api/session`)).body)).toEqual({
      account: null,
      mayEnter: false,
      seesAll: false,
    });
  });

  test('the page itself is for everybody', async () => {
    expect((await askRaw(`${portal.url}/sign-in`)).status).toBe(200);
  });

  test('a link gives a cookie that scripts and other sites never see', async () => {
    const { headers, body } = await enter('ana');
    expect(String(headers['set-cookie'])).toMatch(/^aljibe=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(JSON.parse(body)).toEqual({
      account: { name: 'ana', role: 'headmaster', es: 'Dirección', schools: ['esc'] },
      mayEnter: true,
      seesAll: false,
    });
  });

  test('a link that was used, or is none, lets nobody in', async () => {
    expect(await post(`${portal.url}/api/session`, { token: 'x'.repeat(43) })).toMatchObject({
      status: 403,
      body: expect.stringContaining('this link was used already, or is too old'),
    });
    expect((await post(`${portal.url}/api/session`, { token: 7 })).status).toBe(400);
  });

  test('who signs out has no session any more', async () => {
    const cookie = String((await enter('luis')).headers['set-cookie']).split(';')[0] as string;
    const session = `${portal.url}/api/session`;
    expect(JSON.parse((await askRaw(session, { Cookie: cookie })).body)).toMatchObject({ mayEnter: true });
    const { headers } = await askRaw(session, { Cookie: cookie }, { method: 'DELETE' });
    expect(String(headers['set-cookie'])).toMatch(/^aljibe=; .*Max-Age=0$/);
    expect(JSON.parse((await askRaw(session, { Cookie: cookie })).body)).toMatchObject({ mayEnter: false });
  });

  test('a cookie cannot name a role', async () => {
    const cookie = `${cookies.luis}; role=data_engineer`;
    const { body } = await askRaw(`${portal.url}/api/session?role=data_engineer`, { Cookie: cookie });
    expect(JSON.parse(body)).toMatchObject({ account: { role: 'analyst' } });
  });
});

describe('what somebody sees', () => {
  test('a statement has the columns and rows of the role', async () => {
    expect(await sql('ana', 'SELECT count(*) AS n FROM students')).toBe('{"n":"5"}\n');
    expect(await sql('eva', 'SELECT count(*) AS n FROM students')).toBe('{"n":"0"}\n');
    expect(await sql('luis', 'SELECT family_name FROM students')).toContain(
      "'family_name' cannot be resolved",
    );
    expect(await sql('dpo', "SELECT given_name FROM students WHERE student_id = 's1'")).toBe(
      '{"given_name":"Ángela"}\n',
    );
  });

  test('a sample as well, the same for the same seed', async () => {
    const sample = async (who: string, seed: number) =>
      (await get(who, `/api/datasets/students/sample?seed=${seed}`)).body;
    expect(await sample('luis', 1)).not.toMatch(/Ángela|Núñez|"s1"/);
    expect(await sample('luis', 1)).toBe(await sample('luis', 1));
    expect(await sample('ana', 1)).toContain('Ángela');
    expect(JSON.parse(await sample('eva', 1))).toMatchObject({ rows: [] });
  });

  test('the console proposes what may be named', async () => {
    const columns = async (who: string) => {
      const tables = JSON.parse((await get(who, '/api/tables')).body) as {
        name: string;
        columns: { name: string }[];
      }[];
      return tables.find(({ name }) => name === 'curated.students')?.columns.map(({ name }) => name) ?? [];
    };
    expect(await columns('luis')).not.toContain('family_name');
    expect(await columns('luis')).toContain('_student_pid');
    expect(await columns('ana')).toContain('family_name');
  });

  test('a plan tells of rows, so it is for those who see all of them', async () => {
    expect((await ask('luis', '/api/sql/explain', { sql: 'SELECT 1' })).body).toContain('may not ask how');
    expect((await ask('dpo', '/api/sql/explain', { sql: 'SELECT 1' })).status).toBe(200);
  });

  test.each([
    ['POST', '/api/search'],
    ['GET', '/api/datasets/students/rows/s1'],
    ['GET', '/api/datasets/students/diff'],
    ['GET', '/api/datasets/students/history'],
    ['GET', '/api/datasets/students/quality'],
    ['GET', '/api/parity'],
    ['POST', '/api/parity'],
  ])('%s %s is for those who see everything', async (method, path) => {
    const of = (who: string) => (method === 'GET' ? get(who, path) : ask(who, path, { dataset: 'students' }));
    for (const who of ['luis', 'ana']) expect(await of(who)).toMatchObject({ status: 403 });
    expect([401, 403]).not.toContain((await of('dpo')).status);
  });

  test('nobody meets a statement of somebody else', async () => {
    await ask('ana', '/api/sql', { sql: 'SELECT nothing', id: 'mine' });
    expect((await get('ana', '/api/sql/mine')).status).toBe(200);
    expect((await get('luis', '/api/sql/mine')).status).toBe(404);
  });

  test('who is removed is out with the next question', async () => {
    const accounts = openAccounts(layoutOf(portal.dir).accounts, clock);
    accounts.add({ name: 'pablo', role: 'analyst', schools: [] });
    accounts.close();
    cookies.pablo = String((await enter('pablo')).headers['set-cookie']).split(';')[0] as string;
    expect((await get('pablo', '/api/datasets')).status).toBe(200);
    const stream = await fetch(`${portal.url}/api/status/events`, { headers: { Cookie: cookies.pablo } });
    const again = openAccounts(layoutOf(portal.dir).accounts, clock);
    again.remove('pablo');
    again.close();
    expect((await get('pablo', '/api/datasets')).status).toBe(401);
    // It would never end while he may stay.
    expect(await stream.text()).toContain('data: {');
  });
});

test('the audit has what each of them read', async () => {
  await sql('ana', 'SELECT status FROM attendance');
  await ask('dpo', '/api/search', { dataset: 'students', text: 'nunez' });
  const { audit } = layoutOf(portal.dir);
  const events = readdirSync(audit)
    .filter((name) => name.endsWith('2-ended.json'))
    .map((name) => JSON.parse(readFileSync(join(audit, name), 'utf8')) as Record<string, unknown>);
  expect(events).toContainEqual(
    expect.objectContaining({
      actor: 'ana',
      channel: 'portal',
      act: 'read',
      role: 'headmaster',
      school_id: 'esc',
      columns: ['curated.attendance.status'],
      rows: '2',
      outcome: 'done',
    }),
  );
  expect(events).toContainEqual(
    expect.objectContaining({ actor: 'dpo', act: 'search', datasets: ['search.students'], rows: '1' }),
  );
});
