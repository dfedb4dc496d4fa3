import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccounts } from '../../../runtime/accounts/accounts.ts';
import { backUp } from '../../../runtime/backup/backup.ts';
import { checkBackup, restore } from '../../../runtime/backup/restore.ts';
import { openPlatform } from '../../../runtime/platform.ts';
import { layoutOf, prepareState } from '../../../runtime/state.ts';
import { clock, folder, run, school, silent } from './school.ts';

let shared: string;
beforeAll(async () => {
  shared = mkdtempSync(join(tmpdir(), 'aljibe-backup-'));
  const { state } = await school(shared);
  await run(state, 'backup', { to: join(shared, 'backup') });
});
afterAll(() => rmSync(shared, { recursive: true }));

/** A copy of a backup that was made of a state directory, which is not there any more. */
function aBackup() {
  const root = folder();
  cpSync(join(shared, 'backup'), join(root, 'backup'), { recursive: true });
  return { root, to: join(root, 'backup') };
}

/** The last row is the event of the audit that the backup was begun. */
const counts = { loaded: 15, datasets: 22 };

test('a restored state directory has every row, in ledger, lake and query cluster, wherever it lies', async () => {
  const { root, to } = aBackup();

  const restored = await restore(to, join(root, 'elsewhere'), silent);

  const parity = await run(join(root, 'elsewhere'), 'parity', {});
  const rows = parity.datasets.reduce((sum, { expected }) => sum + expected, 0);
  expect({ equal: parity.equal, loaded: rows, datasets: parity.datasets.length }).toEqual({
    equal: true,
    ...counts,
  });
  expect(restored).toMatchObject({
    of: join(shared, 'state'),
    head: 15,
    madeAt: '2026-03-02T10:00:00.000000Z',
  });
});

test('documents come back with their bytes and their text', async () => {
  const { root, to } = aBackup();
  await restore(to, join(root, 'new'), silent);
  const files = readdirSync(join(root, 'new', 'documents'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  expect(files).toContain('Salida al museo el viernes\n');
});

test('pseudonyms go on being those that they were: the keys come back', async () => {
  const { root, state } = await school(folder());
  await run(state, 'backup', { to: join(root, 'backup') });
  await restore(join(root, 'backup'), join(root, 'new'), silent);
  for (const name of ['pseudonym', 'erasure']) {
    const [before, after] = [state, join(root, 'new')].map((dir) => join(dir, 'keys', `${name}.key`));
    expect(readFileSync(after as string, 'utf8')).toBe(readFileSync(before as string, 'utf8'));
    expect(statSync(after as string).mode & 0o777).toBe(0o600);
  }
});

test('accounts come back; who was in has to come in anew', async () => {
  const { root, state } = await school(folder());
  const accounts = openAccounts(layoutOf(state).accounts, clock);
  accounts.add({ name: 'ana.ruiz', role: 'analyst', schools: [] });
  const session = accounts.signIn(accounts.link('ana.ruiz').token) as string;
  const { token } = accounts.link('ana.ruiz');
  accounts.close();
  await run(state, 'backup', { to: join(root, 'backup') });
  await restore(join(root, 'backup'), join(root, 'new'), silent);
  const restored = openAccounts(layoutOf(join(root, 'new')).accounts, clock);
  expect(restored.list()).toMatchObject([
    { name: 'ana.ruiz', role: 'analyst', sessions: 0, linkUntil: null },
  ]);
  expect([restored.accountOf(session), restored.signIn(token)]).toEqual([null, null]);
  restored.close();
});

test('a backup made again copies what is new, and keeps nothing that no longer belongs to it', async () => {
  const { root, state } = await school(folder());
  const to = join(root, 'backup');
  const first = await run(state, 'backup', { to });
  const second = await run(state, 'backup', { to });
  writeFileSync(join(root, 'circulars', 'menu.txt'), 'Lentejas\n');
  await run(state, 'load documents', { path: join(root, 'circulars', 'menu.txt') });
  const third = await run(state, 'backup', { to });

  expect(first.copiedFiles).toBeGreaterThan(50);
  // That the first was made is in the ledger since then, and on its way into the lake.
  expect(second).toMatchObject({ files: first.files, copiedFiles: 2 });
  // The document, that the second backup was made, and that the third was begun.
  expect(third.head).toBe(second.head + 3);
  // Three databases, the document, raw files, and the files of commits to the curated tables of both.
  expect(third.copiedFiles).toBeLessThan(30);
  await expect(checkBackup(to, silent)).resolves.toMatchObject({ head: third.head, files: third.files });
  expect(objectsIn(to)).toEqual([...new Set(filesOf(to).map(({ sha256 }) => sha256))].sort());
});

const filesOf = (to: string): { path: string; sha256: string }[] =>
  JSON.parse(readFileSync(join(to, 'backup.json'), 'utf8')).files;

function objectsIn(to: string): string[] {
  const entries = readdirSync(join(to, 'objects'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

test('an interrupted backup leaves the one before', async () => {
  const { root, state } = await school(folder());
  const to = join(root, 'backup');
  await run(state, 'backup', { to });
  writeFileSync(join(root, 'circulars', 'menu.txt'), 'Lentejas\n');
  await run(state, 'load documents', { path: join(root, 'circulars', 'menu.txt') });
  const platform = await openPlatform(state, clock, { failed: () => {}, progress: () => {} });
  if (!platform) throw new Error('locked');
  const stop = new AbortController();
  const progress = ({ done = 0 }) => {
    if (done === 5) stop.abort(new Error('killed'));
  };
  await expect(backUp(platform.stores, to, { progress, signal: stop.signal })).rejects.toThrow('killed');
  await platform.close();
  await expect(restore(to, join(root, 'new'), silent)).resolves.toMatchObject({ head: 15 });
  expect((await run(join(root, 'new'), 'parity', {})).equal).toBe(true);
});

test('a first backup that was never finished is refused', async () => {
  const { root, to } = aBackup();
  rmSync(join(to, 'backup.json'));
  await expect(restore(to, join(root, 'new'), silent)).rejects.toMatchObject({
    message: `${to}: the backup there was never finished`,
    hint: 'Run `aljibe backup` again with this folder.',
  });
  expect(existsSync(join(root, 'new'))).toBe(false);
});

test('a folder without a backup is refused', async () => {
  const root = folder();
  await expect(restore(root, join(root, 'new'), silent)).rejects.toMatchObject({
    message: `${root}: there is no backup`,
  });
});

/** The object of the first file whose path ends so, and that path. */
function objectOf(to: string, ending: string): { readonly path: string; readonly object: string } {
  const file = filesOf(to).find(({ path }) => path.endsWith(ending));
  if (!file) throw new Error(`no ${ending}`);
  return { path: file.path, object: join(to, 'objects', file.sha256.slice(0, 2), file.sha256) };
}

test('damaged and missing files are named, and what was restored by then is no state directory', async () => {
  const { root, to } = aBackup();
  const torn = objectOf(to, '.parquet');
  const bytes = readFileSync(torn.object);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(torn.object, bytes);
  const lost = objectOf(to, 'ledger.db');
  rmSync(lost.object);

  const message = `the backup is damaged: ${lost.path} (${lost.object} is missing), ${torn.path} (${torn.object} has other bytes)`;
  await expect(checkBackup(to, silent)).rejects.toMatchObject({ message, exitCode: 1 });
  await expect(restore(to, join(root, 'new'), silent)).rejects.toMatchObject({ message });
  await expect(run(join(root, 'new'), 'status', {})).rejects.toMatchObject({
    message: `${join(root, 'new')}: a backup was being restored here, and it did not end`,
  });
});

test('a restore that did not end begins anew', async () => {
  const { root, to } = aBackup();
  const stop = new AbortController();
  const progress = ({ done = 0 }) => {
    if (done === 5) stop.abort(new Error('killed'));
  };
  const target = join(root, 'new');
  await expect(restore(to, target, { progress, signal: stop.signal })).rejects.toThrow('killed');
  await restore(to, target, silent);
  expect((await run(target, 'parity', {})).equal).toBe(true);
});

test('a damaged list of files is noticed', async () => {
  const { to } = aBackup();
  const path = join(to, 'backup.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('ledger/ledger.db', 'ledger/ledger.xx'));
  await expect(checkBackup(to, silent)).rejects.toMatchObject({ message: `${path} is damaged` });
});

test('nothing is restored over anything', async () => {
  const state = join(shared, 'state');
  await expect(restore(join(shared, 'backup'), state, silent)).rejects.toMatchObject({
    message: `${state}: is not empty, so nothing is restored there`,
    exitCode: 2,
  });
});

test('a backup takes no folder that holds anything else', async () => {
  const state = join(shared, 'state');
  await expect(run(state, 'backup', { to: join(shared, 'bundle') })).rejects.toMatchObject({
    message: expect.stringMatching(/: holds "[\w.]+", which is no part of a backup$/),
    exitCode: 2,
  });
  await expect(run(state, 'backup', { to: join(state, 'backup') })).rejects.toMatchObject({
    message: `${join(state, 'backup')}: a backup must lie outside the state directory`,
  });
});

test('a backup does not take the place of that of another state directory', async () => {
  const { root, to } = aBackup();
  prepareState(join(root, 'other'));
  await expect(run(join(root, 'other'), 'backup', { to })).rejects.toMatchObject({
    message: `${to}: holds the backup of ${join(shared, 'state')}`,
    exitCode: 2,
  });
});
