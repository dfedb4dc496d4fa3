import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { persons } from '../../../datasets/columns.ts';
import { roleNames, roles, viewerOf } from '../../../lake/governance/roles.ts';

test('a role of a school needs one', () => {
  expect(viewerOf('headmaster', ['norte'])).toEqual({ role: 'headmaster', schools: ['norte'] });
  expect(() => viewerOf('headmaster', [])).toThrow('headmaster is a role of a school');
});

test('a role with the rows of all schools takes none', () => {
  expect(viewerOf('analyst', [])).toEqual({ role: 'analyst', schools: [] });
  expect(() => viewerOf('analyst', ['norte'])).toThrow('analyst has the rows of all schools');
});

test('what is no role is refused', () => {
  expect(() => viewerOf('headmistress', [])).toThrow('"headmistress" is no role');
});

test('the page about governance says what each role sees', () => {
  const page = readFileSync(new URL('../../../docs/governance.md', import.meta.url), 'utf8');
  const lines = roleNames.map((name) => {
    const { rows, sees, raw } = roles[name];
    const known = persons.map((person) => sees[person].join(', ') || 'nothing');
    return `| ${[name, rows, ...known, raw ? 'yes' : 'no'].join(' | ')} |`;
  });
  expect(page.split('\n').filter((line) => /^\| [a-z_]+ \| (all|own schools) /.test(line))).toEqual(lines);
});
