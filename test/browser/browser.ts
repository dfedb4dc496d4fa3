import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's, which `.ci/run` installs; `CHROMIUM` names another. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args });

export interface Seat {
  readonly width?: number;
  readonly language?: 'es' | 'en';
  readonly theme?: 'light' | 'dark';
}

export interface Visit {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, and whatever the policy of the page refused. */
  readonly complaints: string[];
}

/** Somebody sits down at a browser that has never seen the portal. */
export async function visit(browser: Browser, url: string, seat: Seat = {}): Promise<Visit> {
  const { width = 1440, language = 'en', theme = 'light' } = seat;
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 900 },
    locale: language,
    colorScheme: theme,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}

/** What axe-core finds that is serious or worse: rule and element, a line each. */
export async function seriousViolations(page: Page): Promise<string[]> {
  // The policy of the page lets no script in; the debugger's door is another one.
  const violations = await page.evaluate(`${axe.source}; axe.run().then(({ violations }) => violations)`);
  return (violations as { id: string; impact: string; nodes: { html: string }[] }[])
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
