import { readFile } from 'node:fs/promises';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Served, serveSchool } from '../web/served.ts';
import { openBrowser, seriousViolations, visit } from './browser.ts';

let portal: Served;
let browser: Browser;
let page: Page;
let complaints: string[];
beforeAll(async () => {
  [portal, browser] = await Promise.all([serveSchool(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await portal.close();
});
afterEach(() => page.context().close());

const editor = () => page.getByRole('textbox', { name: 'SQL statement' });

/** Opens the console with a statement in its editor. */
async function open(sql: string): Promise<void> {
  ({ page, complaints } = await visit(browser, `${portal.url}/sql?sql=${encodeURIComponent(sql)}`));
  await editor().waitFor();
}

test('a statement runs with Ctrl-Enter, as a chart with the table behind it', async () => {
  await open("SELECT status, n FROM (VALUES ('late', 3), ('absent', 5)) AS v(status, n) ORDER BY status");
  await editor().press('Control+Enter');
  await page.getByText(/^2 rows in/).waitFor();
  await page.locator('.chart svg').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Table' }).click();
  expect(await page.getByRole('row').allInnerTexts()).toEqual(['status\tn', 'absent\t5', 'late\t3']);
  expect(complaints).toEqual([]);
});

test('a chart is saved as a picture', async () => {
  await open("SELECT status, n FROM (VALUES ('late', 3), ('absent', 5)) AS v(status, n)");
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.locator('.chart svg').waitFor();
  const picture = async (type: string) => {
    await page.getByRole('button', { name: /^Save as a picture/ }).click();
    return downloaded(() => page.getByRole('menuitem', { name: `Save as a picture (${type})` }).click());
  };
  const svg = (await picture('SVG')).toString('utf8');
  expect(svg).toMatch(/^<svg .*late.*<\/svg>$/s);
  expect(svg).not.toContain('var(');
  expect((await picture('PNG')).subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(complaints).toEqual([]);
});

test('of many rows only those in sight are in the page', async () => {
  await open(
    'SELECT 1000 * x + y AS n FROM UNNEST(sequence(0, 149)) AS a (x) CROSS JOIN UNNEST(sequence(0, 999)) AS b (y) ORDER BY n',
  );
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText(/^The first 100,000 rows/).waitFor();
  const table = page.getByRole('table');
  expect(await table.getAttribute('aria-rowcount')).toBe('100001');
  expect(await table.getByRole('row').count()).toBeLessThan(100);
  await page
    .getByRole('region', { name: 'Result' })
    .evaluate((place) => place.scrollTo(0, place.scrollHeight));
  await page.getByRole('cell', { name: '99999', exact: true }).waitFor();
});

test('a long statement shows that it runs, and is cancelled', async () => {
  await open(
    `SELECT count(*) FROM ${['a', 'b', 'c'].map((name) => `UNNEST(sequence(1, 10000)) AS ${name} (${name}x)`).join(' CROSS JOIN ')} WHERE ax + bx + cx = 7`,
  );
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText(/^Running: 0 rows, /).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Cancelled').waitFor();
  expect(complaints).toEqual([]);
});

test('what is wrong is told with its place and the way out', async () => {
  await open('SELECT * FROM estudents');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText("Table 'curated.estudents' does not exist").waitFor();
  await page.getByText('students?').waitFor();
});

test('rows are downloaded', async () => {
  await open('SELECT given_name, family_name FROM students ORDER BY student_id');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText(/^5 rows in/).waitFor();
  const download = async (name: string) => {
    await page.getByRole('button', { name: 'Download' }).click();
    return downloaded(() => page.getByRole('menuitem', { name }).click());
  };
  expect((await download('CSV')).toString('utf8')).toContain('\r\n"\'=cmd|calc!A1",Ruiz\r\n');
  const parquet = await download('Parquet');
  expect([parquet.subarray(0, 4), parquet.subarray(-4)].map(String)).toEqual(['PAR1', 'PAR1']);
});

test('the editor proposes tables, columns and functions', async () => {
  await open('SELECT s. FROM curated.students AS s');
  await editor().press('Control+Home');
  for (let sign = 0; sign < 'SELECT s.'.length; sign++) await editor().press('ArrowRight');
  await editor().press('Control+Space');
  await page.getByRole('option', { name: 'family_name' }).waitFor();
  await editor().press('Escape');
  await editor().press('Control+A');
  await editor().pressSequentially('SELECT array_a');
  await page.getByRole('option', { name: /^array_agg/ }).waitFor();
});

test('a plan is explained, and earlier statements are remembered', async () => {
  await open('SELECT count(*) AS students FROM students');
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.getByRole('region', { name: 'Plan' }).waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText(/^1 rows? in/).waitFor();
  await page.reload();
  await page.getByRole('button', { name: /Earlier statements/ }).click();
  await page.getByRole('button', { name: /^Put into the editor: SELECT count/ }).click();
  expect(await editor().textContent()).toBe('SELECT count(*) AS students FROM students');
});

async function downloaded(click: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download') as Promise<Download>, click()]);
  return readFile(await download.path());
}
