import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dashboards } from '../../analytics/dashboards/dashboards.ts';
import { type Served, serveSchool } from '../web/served.ts';
import { openBrowser, seriousViolations, visit } from './browser.ts';

let portal: Served;
let browser: Browser;
beforeAll(async () => {
  [portal, browser] = await Promise.all([serveSchool(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await portal.close();
});

const open = async (path: string, seat: Parameters<typeof visit>[2] = {}) => {
  const visited = await visit(browser, `${portal.url}${path}`, seat);
  await visited.page.getByRole('heading', { level: 1 }).waitFor();
  await settled(visited.page);
  return visited;
};

/** Every chart has its rows, or says why not. The marts are computed as they are asked for. */
const patience = 120_000;
const settled = (page: Page) =>
  page.locator('section[aria-busy="true"]').first().waitFor({ state: 'detached', timeout: patience });

const card = (page: Page, title: string) =>
  page
    .locator('.dashboard > section')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) });

test('the list leads to a dashboard, in the language of the browser', async () => {
  const { page, complaints } = await open('/dashboards', { language: 'es' });
  await page.getByRole('link', { name: 'Uso y salud de los datos' }).click();
  await page.getByRole('heading', { level: 1, name: 'Uso y salud de los datos' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/dashboards/usage');
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('a chart has its table behind it and is saved as a picture', async () => {
  const { page, complaints } = await open('/dashboards/usage');
  const rows = card(page, 'Rows by dataset');
  await rows.locator('svg[aria-label="Rows by dataset"]').waitFor();
  await rows.getByRole('button', { name: 'Save as a picture: Rows by dataset' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save as a picture (SVG)' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('Rows by dataset.svg');
  const picture = readFileSync(await download.path(), 'utf8');
  expect(picture).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(picture).toContain('>students</text>');
  await rows.getByRole('button', { name: 'Table' }).click();
  await rows
    .getByRole('cell', { name: 'students', exact: true })
    .or(rows.getByRole('rowheader', { name: 'students' }))
    .waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('a filter narrows every chart, and stands in the address', async () => {
  const { page, complaints } = await open('/dashboards/enrollment');
  await page.getByRole('button', { name: /^Grade/ }).click();
  await page.getByRole('option', { name: '10', exact: true }).click();
  await page.waitForURL(/[?]grade=10$/);
  await settled(page);
  const students = card(page, 'Students by grade');
  await students.getByRole('button', { name: 'Table' }).click();
  await students.getByRole('row', { name: /^10 / }).waitFor();
  expect(await students.getByRole('row', { name: /^09 / }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('a row drills from the school to its class', async () => {
  const { page, complaints } = await open('/dashboards/enrollment/school');
  await card(page, 'Classes').getByRole('link', { name: 'Matemáticas A' }).click();
  await page.getByRole('heading', { level: 1, name: 'Enrolment and load: Class' }).waitFor();
  expect(new URL(page.url()).searchParams.getAll('class')).toEqual(['mat-a']);
  await settled(page);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test.each(dashboards.flatMap(({ id, pages }) => pages.map((page) => `/dashboards/${id}/${page.id}`)))(
  '%s opens, and each of its charts',
  async (path) => {
    const { page, complaints } = await open(path);
    expect(await page.locator('.dashboard > section').count()).toBeGreaterThan(0);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);

test('names are shown as they are, whatever they hold', async () => {
  const { page, complaints } = await open('/dashboards/enrollment/class?class=mat-a');
  expect(complaints).toEqual([]);
  expect(await page.locator('script:not([src])').count()).toBe(0);
  await page.context().close();
});

test('a value that is none of its column is told, and breaks nothing else', async () => {
  const { page } = await open('/dashboards/attendance?year=2026%20OR%201=1');
  await page.getByText('"2026 OR 1=1" is not a whole number').first().waitFor();
  await page.context().close();
});

describe.each(['/dashboards', '/dashboards/usage', '/dashboards/attendance/class?class=x'])('%s', (path) => {
  test.each([
    [1440, 'light'],
    [390, 'dark'],
  ] as const)('opens at %i pixels, %s, without a complaint', async (width, theme) => {
    const { page, complaints } = await open(path, { width, theme });
    expect(await seriousViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.context().close();
  });
});
