import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fixedClock } from '../../base/clock.ts';
import { openAccounts } from '../../runtime/accounts/accounts.ts';
import { layoutOf } from '../../runtime/state.ts';
import { type Served, serveSchool } from '../web/served.ts';
import { openBrowser, type Seat, seriousViolations, visit } from './browser.ts';

let portal: Served;
let browser: Browser;
let page: Page;
let complaints: string[];
beforeAll(async () => {
  [portal, browser] = await Promise.all([serveSchool(), openBrowser()]);
  accounts((all) => all.add({ name: 'luis', role: 'analyst', schools: [] }));
  accounts((all) => all.add({ name: 'ana.ruiz', role: 'headmaster', schools: ['esc'] }));
});
afterAll(async () => {
  await browser.close();
  await portal.close();
});
afterEach(() => page.context().close());

function accounts<T>(work: (all: ReturnType<typeof openAccounts>) => T): T {
  const all = openAccounts(layoutOf(portal.dir).accounts, fixedClock('2026-03-02T10:00:00Z'));
  try {
    return work(all);
  } finally {
    all.close();
  }
}

const link = (name: string) => `/sign-in#${accounts((all) => all.link(name)).token}`;

async function open(path: string, seat?: Seat) {
  ({ page, complaints } = await visit(browser, `${portal.url}${path}`, seat));
}

test.each([
  { width: 1440, theme: 'light' },
  { width: 390, theme: 'dark' },
] as const)('who has no account is told how to get in, at $width pixels, $theme', async (seat) => {
  await open('/', seat);
  await page.getByRole('heading', { name: 'Sign in to Aljibe' }).waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  expect(await seriousViolations(page)).toEqual([]);
});

test('a link leads in, and is gone from the address; signing out leads out', async () => {
  await open(link('ana.ruiz'), { language: 'es' });
  await page.getByRole('button', { name: 'Cuenta: ana.ruiz' }).click();
  await page.getByText('Dirección · esc').filter({ visible: true }).waitFor();
  expect(page.url()).toBe(`${portal.url}/`);
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('menuitem', { name: 'Salir' }).click();
  await page.getByRole('heading', { name: 'Entrar en Aljibe' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Entrar en Aljibe' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a link that was used already says so', async () => {
  const used = link('luis');
  await open(used);
  await page.getByRole('button', { name: 'Account: luis' }).waitFor();
  await page.context().close();
  await open(used);
  await page.getByText('this link was used already, or is too old').waitFor();
});

test('an analyst has no search, no parity, no history, and charts of what is hidden say so', async () => {
  await open(link('luis'));
  await page.getByRole('link', { name: 'Catalogue' }).waitFor();
  expect(await page.getByRole('link', { name: 'Search' }).count()).toBe(0);
  expect(await page.getByRole('heading', { name: 'Parity' }).count()).toBe(0);
  await page.goto(`${portal.url}/catalogue/students`);
  await page.getByRole('tab', { name: 'Sample' }).waitFor();
  expect(await page.getByRole('tab', { name: 'History' }).count()).toBe(0);
  await page.goto(`${portal.url}/dashboards/early-warning`);
  await page.getByText('Not for your role').first().waitFor();
  expect(await page.getByText('This could not be loaded').count()).toBe(0);
});

test('whose account is removed is asked to sign in with the next question', async () => {
  accounts((all) => all.add({ name: 'pablo', role: 'analyst', schools: [] }));
  await open(link('pablo'));
  await page.getByRole('button', { name: 'Account: pablo' }).waitFor();
  // The home page follows the platform: it would be asked before anybody clicks.
  await page.getByRole('link', { name: 'Catalogue' }).click();
  const dataset = page.getByRole('link', { name: 'orgs' });
  await dataset.waitFor();
  accounts((all) => all.remove('pablo'));
  await dataset.click();
  await page.getByRole('heading', { name: 'Sign in to Aljibe' }).waitFor();
});
