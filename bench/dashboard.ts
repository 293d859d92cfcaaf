import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openDashboard, packCandles, reportPage, reportRun } from '@fathom/dashboard';
import { systemTime } from '@fathom/exchange';
import type { Page } from 'playwright-core';
import { mayLackBrowser, openBrowser } from '../packages/dashboard/testing/browser.js';
import { candle, FakeBot } from '../packages/dashboard/testing/fake-bot.js';
import { bigReport } from '../packages/dashboard/testing/reports.js';
import { median } from './processes.js';

// `node --import tsx --conditions=@fathom/source bench/dashboard.ts [ROUNDS]`, after `pnpm build`: how soon pages are
// there, and what a dashboard costs the process that trades while browsers look at it.
const rounds = Number(process.argv[2] ?? 3);
const BOTS = 50;
const UPDATES = 20;
const SECONDS = 10;

if (mayLackBrowser) {
  console.log('dashboard: there is no browser to look with (CHROMIUM names one)');
  process.exit(0);
}
const browser = await openBrowser();

/** Milliseconds from asking for a page until it first painted something, and until `ready` was there. */
async function opened(url: string, ready: string): Promise<{ readonly paint: number; readonly whole: number }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.waitForSelector(ready);
  const whole = await page.evaluate<number>('performance.now()');
  const paint = await page.evaluate<number>(
    `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN`,
  );
  await page.close();
  return { paint, whole };
}

async function medians(url: string, ready: string): Promise<string> {
  const all: Awaited<ReturnType<typeof opened>>[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await opened(url, ready));
  const of = (name: 'paint' | 'whole') => median(all.map((one) => one[name])).toFixed(0);
  return `first paint ${of('paint')} ms, all there ${of('whole')} ms`;
}

const { candles, big } = bigReport(1_000_000, 40_000);
const run = reportRun(big, { label: 'large', candles: { count: 1_000_000, priceDecimals: 1 } });
const file = join(mkdtempSync(join(tmpdir(), 'fathom-bench-')), 'report.html');
const parts = [...reportPage([{ run, candles: packCandles(candles, 1_000_000, 1) }])];
writeFileSync(file, parts.join(''));
console.log(`report, 1,000,000 candles and 40,000 trades: ${await medians(pathToFileURL(file).href, 'canvas')}`);

const bots = Array.from({ length: BOTS }, (_, at) => new FakeBot({ id: String(100 + at), name: `Bot${at}` }));
const dashboard = await openDashboard({
  port: 0,
  bots: new Map(bots.map((bot) => [bot.about.id, bot])),
  time: systemTime,
});
console.log(`dashboard of ${BOTS} bots: ${await medians(dashboard.url, 'table')}`);
console.log(`dashboard of one of them: ${await medians(`${dashboard.url}/#/bots/100`, 'canvas')}`);

/** CPU of this process in percent of a core while every bot tells news, with so many browsers looking. */
async function cost(look: readonly string[]): Promise<number> {
  const pages: Page[] = [];
  for (const path of look) {
    const page = await browser.newPage();
    await page.goto(dashboard.url + path);
    pages.push(page);
  }
  const begun = process.cpuUsage();
  const since = performance.now();
  for (let at = 0; performance.now() - since < SECONDS * 1000; at += 1) {
    for (const bot of bots) bot.tell({ type: 'candle', candle: candle(at), isGrowing: true });
    await new Promise((done) => setTimeout(done, 1000 / UPDATES));
  }
  const { user, system } = process.cpuUsage(begun);
  const percent = (user + system) / 10 / (performance.now() - since);
  for (const page of pages) await page.close();
  return percent;
}

const alone = await cost([]);
const watched = await cost(['/', '/#/bots/100', '/#/bots/101']);
console.log(
  `${BOTS} bots, ${UPDATES} updates a second each: ${alone.toFixed(1)} % of a core unwatched, ${watched.toFixed(1)} % with three browsers`,
);
await dashboard.close();
await browser.close();
process.exit(0);
