import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { functions } from '../../../analytics/sql/functions/index.ts';
import type { FunctionDefinition } from '../../../analytics/sql/registry.ts';
import { type Expectation, readFamilies } from './expectations.ts';

const page = fileURLToPath(new URL('../../../docs/sql.md', import.meta.url));
const begin =
  '<!-- Functions and operators, as the table has them: npx vitest run test/analytics/sql/reference.test.ts -u -->\n';
const end = '<!-- End of the functions and operators. -->\n';

const expectations = new Map<string, readonly Expectation[]>();
for (const family of readFamilies().values()) {
  for (const [name, all] of Object.entries(family))
    expectations.set(name, [...(expectations.get(name) ?? []), ...all]);
}

const inCell = (text: string) => text.replaceAll('|', '\\|');

/** The shortest example that has an answer. */
function exampleOf(name: string): string {
  const answered = (expectations.get(name) ?? []).filter(
    ([, type = 'error ', value, here]) => !type.startsWith('error ') && value !== null && here !== 'refused',
  );
  const [shortest] = answered.toSorted(([a], [b]) => a.length - b.length);
  if (!shortest) return '';
  const [sql, , value] = shortest;
  return `\`${inCell(sql)}\` → \`${inCell(typeof value === 'string' ? value : JSON.stringify(value))}\``;
}

/** What it takes, types of numbers under one word. */
function takes({ forms }: FunctionDefinition): string {
  const taken = forms
    .flatMap(({ signature }) => [signature].flat())
    .map((signature) =>
      signature.replace(/ -> [^)]*$|\) -> .*$/, (rest) => (rest.startsWith(')') ? ')' : '')),
    )
    .map((parameters) =>
      parameters.replaceAll(
        /\b(tinyint|smallint|integer|bigint|real|double|decimal)\b(\(p, s\))?/g,
        'number',
      ),
    )
    .map((parameters) => parameters.replaceAll(/(varchar|timestamp)\([np]\)/g, '$1'));
  return [...new Set(taken)].map((parameters) => `\`${parameters}\``).join('<br>');
}

const groups = [...new Set(functions.map(({ group }) => group))];
const row = (definition: FunctionDefinition) =>
  `| \`${inCell(definition.name)}\` | ${takes(definition)} | ${inCell(definition.meaning)} | ${exampleOf(definition.name)} |\n`;
const section = (group: string) =>
  `\n### ${group}\n\n| | takes | what it is | for example |\n|---|---|---|---|\n${functions
    .filter((one) => one.group === group)
    .map(row)
    .join('')}`;

test('docs/sql.md has every function and operator', async () => {
  const text = await readFile(page, 'utf8');
  const [before, rest = ''] = text.split(begin);
  const [, after] = rest.split(end);
  await expect(`${before}${begin}${groups.map(section).join('')}\n${end}${after}`).toMatchFileSnapshot(page);
});
