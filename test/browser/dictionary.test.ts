import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aljibe } from '../cli/program.ts';
import { openBrowser, seriousViolations, visit } from './browser.ts';

let browser: Browser;
let folder: string;
let url: string;
beforeAll(async () => {
  browser = await openBrowser();
  folder = mkdtempSync(join(tmpdir(), 'aljibe-dictionary-'));
  const page = join(folder, 'dictionary.html');
  writeFileSync(page, (await aljibe(['dictionary', '--format', 'html'])).stdout);
  url = pathToFileURL(page).href;
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

test('the dictionary finds columns by any words of theirs and of their dataset, accents aside', async () => {
  const { page, complaints } = await visit(browser, url);
  await page.getByRole('searchbox').fill('correo electronico profesorado');
  expect(await page.locator('section:visible').evaluateAll((all) => all.map(({ id }) => id))).toEqual([
    'teachers',
  ]);
  await page.getByRole('rowheader', { name: /^email/ }).waitFor();
  expect(await page.locator('tr[data-words]:visible').count()).toBe(1);
  await page.getByRole('searchbox').fill('');
  expect(await page.locator('section:visible').count()).toBeGreaterThan(10);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test.each([
  [1440, 'light'],
  [390, 'dark'],
] as const)('it fits %i pixels, %s, without a complaint', async (width, theme) => {
  const { page, complaints } = await visit(browser, url, { width, theme });
  expect(await seriousViolations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await page.context().close();
});
