import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fixedClock } from '../../../base/clock.ts';
import { openAccounts } from '../../../runtime/accounts/accounts.ts';

const minute = 60_000_000n;
const hour = 60n * minute;

function place() {
  const dir = mkdtempSync(join(tmpdir(), 'aljibe-accounts-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const clock = fixedClock('2026-03-02T10:00:00Z');
  const path = join(dir, 'accounts', 'accounts.db');
  const open = () => {
    const accounts = openAccounts(path, clock);
    onTestFinished(() => accounts.close());
    return accounts;
  };
  return { path, clock, open, accounts: open() };
}

const ana = { name: 'ana.ruiz', role: 'headmaster', schools: ['norte'] } as const;

/** A place where Ana has signed in. */
function signedIn() {
  const here = place();
  here.accounts.add(ana);
  const session = here.accounts.signIn(here.accounts.link('ana.ruiz').token);
  if (session === null) throw new Error('the link is void');
  return { ...here, session };
}

test('a link lets in once, as the account that it is of', () => {
  const { accounts } = place();
  expect(accounts.isEmpty()).toBe(true);
  accounts.add(ana);
  const { token, until } = accounts.link('ana.ruiz');
  expect(until).toBe('2026-03-03T10:00:00.000000Z');
  const session = accounts.signIn(token) as string;
  expect(accounts.accountOf(session)).toEqual(ana);
  expect(accounts.signIn(token)).toBeNull();
});

test('a link is void after a day, and when there is a newer one', () => {
  const { accounts, clock } = place();
  accounts.add(ana);
  const first = accounts.link('ana.ruiz').token;
  const second = accounts.link('ana.ruiz').token;
  expect(accounts.signIn(first)).toBeNull();
  clock.advance(24n * hour);
  expect(accounts.signIn(second)).toBeNull();
});

test('what nobody was given is nobody', () => {
  const { accounts, session } = signedIn();
  for (const token of ['', 'x', session.slice(1)]) {
    expect(accounts.accountOf(token)).toBeNull();
    expect(accounts.signIn(token)).toBeNull();
  }
  expect(accounts.signIn(session)).toBeNull();
});

test('a session ends after two hours without use', () => {
  const { accounts, session, clock } = signedIn();
  clock.advance(2n * hour - minute);
  expect(accounts.accountOf(session)).toEqual(ana);
  accounts.use(session);
  clock.advance(2n * hour - minute);
  expect(accounts.accountOf(session)).toEqual(ana);
  clock.advance(minute);
  expect(accounts.accountOf(session)).toBeNull();
});

test('a session ends after twelve hours, however much it is used', () => {
  const { accounts, session, clock } = signedIn();
  for (let hours = 1; hours < 12; hours++) {
    clock.advance(hour);
    expect(accounts.accountOf(session)).toEqual(ana);
    accounts.use(session);
  }
  clock.advance(hour);
  expect(accounts.accountOf(session)).toBeNull();
});

test('a session ends when somebody signs out, and others of the account go on', () => {
  const { accounts, session } = signedIn();
  const other = accounts.signIn(accounts.link('ana.ruiz').token) as string;
  accounts.signOut(session);
  expect(accounts.accountOf(session)).toBeNull();
  expect(accounts.accountOf(other)).toEqual(ana);
});

test('who is removed is out at once, also where another process serves', () => {
  const { accounts, session, open } = signedIn();
  const served = open();
  expect(served.accountOf(session)).toEqual(ana);
  const { token } = accounts.link('ana.ruiz');
  accounts.remove('ana.ruiz');
  expect(served.accountOf(session)).toBeNull();
  expect(served.signIn(token)).toBeNull();
});

test('who comes back under the same name has no session of before', () => {
  const { accounts, session } = signedIn();
  accounts.remove('ana.ruiz');
  accounts.add({ ...ana, role: 'registrar' });
  expect(accounts.accountOf(session)).toBeNull();
});

test('tokens are nowhere on the disk', () => {
  const { accounts, session, path } = signedIn();
  const { token } = accounts.link('ana.ruiz');
  const bytes = ['', '-wal'].map((suffix) => readFileSync(`${path}${suffix}`, 'latin1')).join('');
  expect(bytes).toContain('ana.ruiz');
  expect(bytes).not.toContain(session);
  expect(bytes).not.toContain(token);
});

test('they are listed with what is known of them', () => {
  const { accounts, clock } = signedIn();
  accounts.add({ name: 'luis', role: 'analyst', schools: [] });
  clock.advance(hour);
  accounts.link('luis');
  expect(accounts.list()).toEqual([
    {
      ...ana,
      createdAt: '2026-03-02T10:00:00.000000Z',
      seenAt: '2026-03-02T10:00:00.000000Z',
      sessions: 1,
      linkUntil: null,
    },
    {
      name: 'luis',
      role: 'analyst',
      schools: [],
      createdAt: '2026-03-02T10:00:00.000000Z',
      seenAt: null,
      sessions: 0,
      linkUntil: '2026-03-03T11:00:00.000000Z',
    },
  ]);
});

test.each(['', 'ana ruiz', '<script>', '-x', 'a'.repeat(65), 'ana\n'])('%j is no name', (name) => {
  const { accounts } = place();
  expect(() => accounts.add({ ...ana, name })).toThrow('is no name for an account');
});

test('a name that is taken, or that nobody has, is refused', () => {
  const { accounts } = signedIn();
  expect(() => accounts.add(ana)).toThrow('there is an account "ana.ruiz" already');
  expect(() => accounts.link('ana.rui')).toThrow('there is no account "ana.rui"');
  expect(() => accounts.remove('luis')).toThrow('there is no account "luis"');
});
