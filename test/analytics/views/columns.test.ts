import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { printedType } from '../../../analytics/sql/types.ts';
import { analytics } from '../../../analytics/translatedViews.ts';
import { describedInDuckDb } from './describe.ts';

const file = fileURLToPath(new URL('../../../analytics/views/columns.ts', import.meta.url));

function source(): string {
  const views = [...analytics().views].sort((a, b) => (a.name < b.name ? -1 : 1));
  const entries = views.map(({ name, translated }) => {
    const columns = translated.columns.map(
      (column) => `    ${column.name}: '${typeText(printedType(column.type))}',\n`,
    );
    return `  ${name}: {\n${columns.join('')}  },\n`;
  });
  return `/**
 * Names and Trino types of the columns of every view, for programs that must know them before anything runs. Written
 * by \`npx vitest run test/analytics/views/columns.test.ts -u\`.
 */
export const viewColumns = {
${entries.join('')}} as const;

export type ViewName = keyof typeof viewColumns;
export type ViewColumn<V extends ViewName = ViewName> = V extends ViewName
  ? keyof (typeof viewColumns)[V] & string
  : never;
`;
}

/** How long a text can get depends on the words in it, and is of no use to anybody. */
const typeText = (type: string) => type.replace(/^varchar\(\d+\)$/, 'varchar').replace(',', ', ');

test('columns.ts has the columns of every view', async () => {
  await expect(source()).toMatchFileSnapshot(file);
});

test('every column has the same name and type in DuckDB', async () => {
  const expected = analytics().views.map(({ name, translated }) => [
    name,
    translated.columns.map((column) => `${column.name} ${typeText(printedType(column.type))}`),
  ]);
  expect(await describedInDuckDb()).toEqual(Object.fromEntries(expected));
});
