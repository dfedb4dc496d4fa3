import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environmentNames, environments } from '../../infra/environment.ts';
import { outputFolder, type Synthesis, synthesise } from '../infra/synth.ts';
import { pythonEnvironment } from './python.ts';

/** CloudFormation's own schemas, as cfn-lint carries and applies them. */
let cfnLint: string;
let folder: string;
let synthesis: Synthesis;

beforeAll(() => {
  const environment = pythonEnvironment('cfnlint', join(import.meta.dirname, 'cfnlint/requirements.txt'));
  cfnLint = join(environment, 'bin/cfn-lint');
  folder = outputFolder(tmpdir());
  synthesis = synthesise(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(environmentNames)('cfn-lint has nothing to say of the templates of %s', (name) => {
  const paths = synthesis.stacks[name].map(({ path }) => path);
  const { stdout, stderr, status } = spawnSync(
    cfnLint,
    ['--regions', environments[name].region, '--format', 'parseable', '--', ...paths],
    { encoding: 'utf8' },
  );
  expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
});
