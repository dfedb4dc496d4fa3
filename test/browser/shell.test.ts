import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const pages = [
  ['/', 'The flow of data'],
  ['/catalogue', 'Catalogue'],
  ['/catalogue/students', 'students'],
  ['/catalogue/views/chronic_absence', 'marts.chronic_absence'],
  ['/search', 'Search'],
  ['/sql', 'SQL console'],
] as const;

describe.each(pages)('%s', (path, heading) => {
  test.each([1440, 390])('opens at %i pixels, in both modes, without a complaint', async (width) => {
    for (const theme of ['light', 'dark'] as const) {
      const { page, complaints } = await visit(browser, `${portal.url}${path}`, { width, theme });
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await page.getByText('Loading').first().waitFor({ state: 'hidden' });
      expect(await seriousViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.context().close();
    }
  });
});

test('speaks the language of the browser, and the other one when it is told to, from then on', async () => {
  const { page } = await visit(browser, portal.url, { language: 'es' });
  await page.getByRole('heading', { name: 'El camino de los datos' }).waitFor();
  await page.getByRole('button', { name: 'Idioma: Español' }).click();
  await page.getByRole('menuitem', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'The flow of data' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'The flow of data' }).waitFor();
  expect(await page.evaluate<string>('document.documentElement.lang')).toBe('en');
  await page.context().close();
});

test('is dark when it is told to, from then on', async () => {
  const { page } = await visit(browser, portal.url);
  await page.getByRole('button', { name: 'Theme: As the system' }).click();
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  await page.locator('body.awsui-dark-mode').waitFor();
  await page.reload();
  await page.locator('body.awsui-dark-mode').waitFor();
  await page.context().close();
});

test('is walked through by the keyboard', async () => {
  const { page } = await visit(browser, portal.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const catalogue = page.getByRole('link', { name: 'Catalogue', exact: true });
  for (let steps = 0; steps < 40 && !(await isFocused(catalogue)); steps++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Catalogue' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'The flow of data' }).waitFor();
  await page.context().close();
});

test('says so where there is nothing', async () => {
  const { page } = await visit(browser, `${portal.url}/nothing`);
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  await page.goto(`${portal.url}/catalogue/nothing`);
  await page.getByText('"nothing" is no dataset').waitFor();
  await page.context().close();
});

test('proves parity at a click', async () => {
  const { page } = await visit(browser, portal.url);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText(/Equal: \d+ rows, the same everywhere/).waitFor();
  await page.context().close();
});

const isFocused = async (link: Locator) => (await link.and(link.page().locator(':focus')).count()) > 0;
