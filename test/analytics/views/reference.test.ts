import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { viewColumns } from '../../../analytics/views/columns.ts';
import { type View, views } from '../../../analytics/views.ts';

const page = fileURLToPath(new URL('../../../docs/marts.md', import.meta.url));
const end =
  '<!-- What follows is made of the views: npx vitest run test/analytics/views/reference.test.ts -u -->\n';

function section({ name, es, meaning, grain, owner, authority, stored }: View): string {
  const kept =
    stored === null
      ? 'computed'
      : stored.kind === 'whole'
        ? 'stored'
        : `stored by month of \`${stored.column}\``;
  const columns = Object.entries(viewColumns[name]).map(([column, type]) => `\`${column}\` ${type}`);
  return `
## ${name}

*${es}.* ${meaning}

One row a ${grain}; ${kept}; answered for by ${owner}.${authority ? ` After ${authority}.` : ''}

${columns.join(', ')}
`;
}

test('docs/marts.md describes every view as it is', async () => {
  const [introduction] = (await readFile(page, 'utf8')).split(end);
  const sections = [...views].sort((a, b) => (a.name < b.name ? -1 : 1)).map(section);
  await expect(`${introduction}${end}${sections.join('')}`).toMatchFileSnapshot(page);
});
