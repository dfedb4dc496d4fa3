import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aljibe, start } from './program.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'aljibe-restored-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

test('a platform that was lost comes back from the backup of a busy moment and catches up with its monolith', async () => {
  const lost = join(dir, 'lost');
  const backup = join(dir, 'backup');
  const found = join(dir, 'found');
  const up = start(['up', '--students', '20', '--rate', '50', '--seed', '5', '--dir', lost]);
  up.stdout.resume();
  for await (const line of createInterface({ input: up.stderr })) if (line.startsWith('ready')) break;
  up.stderr.resume();

  const made = await aljibe(['backup', backup, '--json', '--dir', lost]);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  // The office goes on writing, and all of it is confirmed to the monolith.
  const { head } = JSON.parse(made.stdout) as { head: number };
  while (JSON.parse((await aljibe(['status', '--json', '--dir', lost])).stdout).head < head + 20);
  expect(await aljibe(['parity', '--dir', lost])).toMatchObject({ code: 0 });
  up.kill('SIGINT');
  expect(await once(up, 'exit')).toEqual([0, null]);

  expect(await aljibe(['restore', backup, '--dir', found])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('start with "aljibe up --resnapshot"'),
  });
  // The monolith has a disk of its own and lives on.
  for (const name of ['postgres', 'postgres.password']) renameSync(join(lost, name), join(found, name));
  const refused = await aljibe(['up', '--once', '--dir', found]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /the slot goes on at \S+, but the ledger ends at \S+: changes of the source are missing\n.*--resnapshot/,
  );
  const caughtUp = await aljibe(['up', '--once', '--resnapshot', '--dir', found]);
  expect(caughtUp.stdout).toMatch(
    /\nequal: [\d,]+ rows in 22 datasets, the same in source, lake and query cluster\n$/,
  );
  expect(caughtUp.code).toBe(0);
  // The next backup of the new place does not take the place of the old one's.
  expect(await aljibe(['backup', backup, '--dir', found])).toMatchObject({ code: 2 });
}, 120_000);
