import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalog } from '../../datasets/catalog.ts';
import { aljibe } from '../cli/program.ts';
import { pythonEnvironment } from './python.ts';

/** The standard's own JSON schema, as its package carries it, and a validator that knows its draft. */
let python: string;
let folder: string;

beforeAll(() => {
  const environment = pythonEnvironment('odcs', join(import.meta.dirname, 'odcs/requirements.txt'));
  python = join(environment, 'bin/python');
  folder = mkdtempSync(join(tmpdir(), 'aljibe-odcs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function validate(): string {
  const { stdout, stderr, error } = spawnSync(
    python,
    [join(import.meta.dirname, 'odcs/validate.py'), folder],
    {
      encoding: 'utf8',
    },
  );
  if (error) throw error;
  return `${stdout}${stderr}`;
}

test('the standard takes every contract', async () => {
  const { code } = await aljibe(['dataset', 'odcs', '--to', folder]);
  expect(code).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(catalog)
      .map((name) => `${name}.odcs.yaml`)
      .sort(),
  );
  expect(validate()).toBe(`${Object.keys(catalog).length} valid\n`);
});

test('it would refuse a property that there is not', () => {
  writeFileSync(
    join(folder, 'wrong.odcs.yaml'),
    'apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\nnonsense: 1\n',
  );
  expect(validate()).toContain('wrong.odcs.yaml');
});
