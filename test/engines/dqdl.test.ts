import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalog } from '../../datasets/catalog.ts';
import { dqdlOf } from '../../lake/standards/dqdl.ts';
import { jarOf } from './jar.ts';
import { javaHome } from './java.ts';

/** The grammar of AWS Glue Data Quality as AWS publishes it, and what its parser runs on. */
const jars = [
  {
    group: 'software.amazon.glue',
    name: 'dqdl',
    version: '1.0.0',
    sha256: '8382887bd34e23a426e3824520e69ba59e9666f567a4f7bad2a6b40348cdaa6e',
  },
  {
    group: 'org.antlr',
    name: 'antlr4-runtime',
    version: '4.7',
    sha256: '2a61943f803bbd1d0e02dffd19b92a418f83340c994346809e3b51e2231aa6c0',
  },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aljibe-dqdl-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(rulesets: Readonly<Record<string, string>>): string[] {
  const paths = Object.entries(rulesets).map(([name, ruleset]) => {
    const path = join(folder, name);
    writeFileSync(path, ruleset);
    return path;
  });
  const java = join(javaHome(25), 'bin/java');
  const classes = jars.map(jarOf).join(delimiter);
  const program = join(import.meta.dirname, 'dqdl/Check.java');
  const said = execFileSync(java, ['-cp', classes, program, ...paths], { encoding: 'utf8' });
  return said.trimEnd().split('\n');
}

test('every ruleset is well-formed, and has every rule', () => {
  const rulesets = Object.fromEntries(
    Object.values(catalog).map((contract) => [contract.name, dqdlOf(catalog, contract)]),
  );
  const expected = Object.values(catalog).map(({ name, columns, key, quality }) => {
    const required = Object.keys(columns).filter((column) => column !== key && !columns[column]?.optional);
    return `${name}: ${1 + required.length + quality.length} rules`;
  });
  expect(check(rulesets)).toEqual(expected);
});

test('what is none would be told', () => {
  const [said] = check({ wrong: 'Rules = [ IsComplete "a" IsComplete, ]' });
  expect(said).toMatch(/^wrong: \d+:\d+ /);
});
