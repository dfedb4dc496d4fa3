import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { help } from '../../cli/help.js';
import { aljibe } from './program.ts';

const entry = fileURLToPath(new URL('../../cli/aljibe.js', import.meta.url));

test('--help prints the overview, and beside a command the help of that command', async () => {
  expect(await aljibe(['--help'])).toEqual({ code: 0, stdout: help(''), stderr: '' });
  expect(await aljibe(['dataset', 'diff', '-h'])).toEqual({
    code: 0,
    stdout: help('dataset diff'),
    stderr: '',
  });
  expect(await aljibe(['help', 'quarantine'])).toEqual({
    code: 0,
    stdout: help('quarantine'),
    stderr: '',
  });
});

test('without a command it prints the overview as an error', async () => {
  expect(await aljibe([])).toEqual({ code: 2, stdout: '', stderr: help('') });
});

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await aljibe(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('an unknown command names what is near, with exit code 2', async () => {
  expect(await aljibe(['serach', 'students'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: unknown command "serach", did you mean "search"?\n  See "aljibe --help".\n',
  });
});

test('half a command names its group', async () => {
  expect(await aljibe(['dataset'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: "dataset" needs a command\n  See "aljibe dataset --help".\n',
  });
});

test('an option alone asks for a command', async () => {
  expect(await aljibe(['-v'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: -v needs a command before it\n  See "aljibe --help".\n',
  });
});

test('a wrong option says how the command is used', async () => {
  expect(await aljibe(['get', 'students', '1', '--jsn'])).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'error: unknown option --jsn, did you mean "--json"?\n' +
      '  aljibe get DATASET KEY; more with "aljibe get --help".\n',
  });
});

test('help loads neither the parser nor TypeScript', async () => {
  const modules = new URL('./loaded-modules.js', import.meta.url);
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', modules.href, entry, '--help']);
  expect(stderr.trim().split('\n')).toEqual(['cli/aljibe.js', 'cli/commands.js', 'cli/help.js']);
});

test('completion answers candidates with their descriptions', async () => {
  expect(await aljibe(['--complete', 'quarantine', ''])).toEqual({
    code: 0,
    stdout:
      'list\tRows in quarantine, newest first\n' +
      'show\tOne quarantined row with its reason and its values\n' +
      'replay\tOffer quarantined rows to their contracts again\n',
    stderr: '',
  });
});

test('the script of bash completes a command that is being typed', async () => {
  const script = `
    aljibe() { "$NODE" "$ENTRY" "$@"; }
    source <(aljibe completion bash)
    COMP_WORDS=(aljibe quarantine re) COMP_CWORD=2
    _aljibe
    printf '%s\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    env: { ...process.env, NODE: process.execPath, ENTRY: entry },
  });
  expect(stdout).toBe('replay\n');
});

test('completion prints the script of zsh too', async () => {
  expect((await aljibe(['completion', 'zsh'])).stdout).toMatch(/^#compdef aljibe\n/);
});
