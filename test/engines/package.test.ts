import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

let dir: string;
/** The program as a person has it after `npm i -g`. */
let aljibe: (...line: string[]) => Promise<{ stdout: string; stderr: string }>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'aljibe-package-'));
  const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };
  await run('npm', ['pack', '--pack-destination', dir], { cwd: root, env, maxBuffer: 2 ** 24 });
  const [archive] = readdirSync(dir).filter((name) => name.endsWith('.tgz'));
  const install = ['install', '--global', '--prefix', join(dir, 'prefix'), '--prefer-offline'];
  await run('npm', [...install, '--no-audit', '--no-fund', join(dir, archive ?? '')], { cwd: dir, env });
  aljibe = (...line) => run(join(dir, 'prefix', 'bin', 'aljibe'), line, { cwd: dir, env });
});
afterAll(() => rmSync(dir, { recursive: true }));

test('the package has no TypeScript in it, and making it leaves nothing behind', () => {
  const installed = join(dir, 'prefix', 'lib', 'node_modules', 'aljibe');
  const files = (readdirSync(installed, { recursive: true }) as string[]).filter(
    (path) => !path.startsWith('node_modules'),
  );
  expect(files.filter((path) => path.endsWith('.ts'))).toEqual([]);
  expect(files).toContain(join('lib', 'legacy', 'schema', '01_tipos.sql'));
  expect(files).toContain(join('packaging', 'aljibe.service'));
  expect(existsSync(join(root, 'lib'))).toBe(false);
});

test('the installed program tells its version', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(await aljibe('--version')).toEqual({ stdout: `${version}\n`, stderr: '' });
});

test('the installed program completes, datasets included', async () => {
  const { stdout } = await aljibe('--complete', 'dataset', 'show', 'stud');
  expect(stdout).toMatch(/^students\t/m);
  expect((await aljibe('completion', 'bash')).stdout).toContain('complete ');
});

test('the installed program takes a monolith apart, PostgreSQL included', async () => {
  const state = join(dir, 'state');
  const { stdout } = await aljibe('up', '--once', '--students', '60', '--dir', state);
  expect(stdout).toMatch(
    /\nequal: [\d,]+ rows in 22 datasets, the same in source, lake and query cluster\n$/,
  );
  expect((await aljibe('backup', join(dir, 'backup'), '--dir', state)).stdout).toContain('copied');
  expect((await aljibe('restore', join(dir, 'backup'), '--check')).stdout).toMatch(/^intact: /);
});
