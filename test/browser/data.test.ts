import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostile, type Served, serveSchool } from '../web/served.ts';
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

describe('the catalogue', () => {
  test('is found by any word of a description, accents aside', async () => {
    const { page } = await visit(browser, `${portal.url}/catalogue`);
    await page
      .getByRole('searchbox')
      .or(page.getByPlaceholder('Find datasets and columns'))
      .first()
      .fill('asignacion docente');
    await page.getByRole('link', { name: 'teaching_assignments' }).waitFor();
    await page.getByRole('link', { name: 'students', exact: true }).waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('shows what a column reveals, rules, relations, rows and history', async () => {
    const { page, complaints } = await visit(browser, `${portal.url}/catalogue/students`);
    await page.getByRole('row', { name: /^notes .*sensitive/ }).waitFor();
    await page.getByRole('tab', { name: 'Quality' }).click();
    await page.getByRole('row', { name: /^accounts-are-unique/ }).waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByRole('row', { name: /^accounts-are-unique kept / }).waitFor();
    await page.getByRole('tab', { name: 'Relations' }).click();
    await page.getByRole('row', { name: /^guardianships is pointed to by guardianships/ }).waitFor();
    await page.getByRole('tab', { name: 'Sample' }).click();
    await page.getByRole('cell', { name: hostile.script, exact: true }).waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('current', { exact: true }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the lineage of a table', () => {
  test('is drawn from the monolith to the dashboards, and every table leads to its page', async () => {
    const { page, complaints } = await visit(browser, `${portal.url}/catalogue/students`);
    await page.getByRole('tab', { name: 'Lineage' }).click();
    const picture = page.getByRole('region', { name: 'Where curated.students comes from' });
    await picture.getByText('legacy.alumnos').waitFor();
    await picture.getByRole('link', { name: 'dashboards.enrollment' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await picture.getByRole('link', { name: 'marts.student_years' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'marts.student_years' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('is a list as well', async () => {
    const { page } = await visit(browser, `${portal.url}/catalogue/incidents`, { language: 'es' });
    await page.getByRole('tab', { name: 'Linaje' }).click();
    await page.getByRole('button', { name: 'Lista' }).click();
    await page.getByRole('row', { name: /^curated\.incidents conjunto legacy\.incidencias/ }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.context().close();
  });
});

describe('the search', () => {
  test('finds by words, narrows down by facets, and shows related rows', async () => {
    const { page, complaints } = await visit(browser, `${portal.url}/search?dataset=students`);
    await page.getByText('1 to 5 of 5 rows').waitFor();
    await page.getByRole('searchbox').fill('nunez');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByText('1 to 1 of 1 rows').waitFor();
    await page.getByRole('button', { name: 'Open the row' }).click();
    const row = page.getByRole('dialog');
    await row.getByText('Related rows').waitFor();
    await row.getByRole('region', { name: 'enrollments', exact: true }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('filters in the query language, and a tick among the facets is a filter', async () => {
    const { page } = await visit(browser, `${portal.url}/search?dataset=students`);
    await page.getByRole('checkbox', { name: /^10 / }).click();
    await page.getByText('1 to 1 of 1 rows').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('1 to 5 of 5 rows').waitFor();
    await page.getByRole('textbox', { name: 'Filter' }).fill("family_name ^= 'rui'");
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByText('1 to 1 of 1 rows').waitFor();
    await page.getByRole('textbox', { name: 'Filter' }).fill('family_name ^= ');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByText(/was expected, found the end/).waitFor();
    await page.context().close();
  });
});

test('hostile names are texts, whatever they say, and nothing in them is hidden', async () => {
  const { page, complaints } = await visit(browser, `${portal.url}/search?dataset=students`);
  let alerts = 0;
  page.on('dialog', (dialog) => {
    alerts++;
    return dialog.dismiss();
  });
  await page.getByRole('cell', { name: hostile.script, exact: true }).waitFor();
  await page.getByRole('cell', { name: hostile.picture, exact: true }).waitFor();
  await page.getByRole('cell', { name: '⟨202e⟩abc⟨202c⟩', exact: true }).waitFor();
  expect(await page.locator('main script, main img[onerror]').count()).toBe(0);
  expect(alerts).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});
