import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../test/build.js';
import { packCandles, type ReportPart, reportPage, reportRun } from '../src/index.js';
import { complaints, mayLackBrowser, openBrowser } from './browser.js';
import { bigReport, report } from './reports.js';

const MARKUP = '<img src=x onerror="document.title=1"></script><script>document.title=2</script>';

function written(parts: readonly ReportPart[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'report.html');
  writeFileSync(file, [...reportPage(parts)].join(''));
  return pathToFileURL(file).href;
}

const one = () => [{ run: reportRun(report(), { label: 'MACD Strategy' }) }];

describe.skipIf(mayLackBrowser)('a report in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    await build();
    browser = await openBrowser();
  }, 300_000);
  afterAll(() => browser?.close());

  const look = async (parts: readonly ReportPart[], width = 1440) => {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const heard = complaints(page);
    await page.goto(written(parts));
    await page.waitForSelector('h1');
    return { page, heard };
  };

  it.each([1440, 390])(
    'shows its figures, at %d pixels wide, without asking for anything or complaining',
    async (width) => {
      const { page, heard } = await look(one(), width);
      const text = await page.innerText('main');
      expect(text).toContain('BACKTEST');
      expect(text).toContain('MACD Strategy');
      expect(text).toContain('9\u202f609.71');
      expect(text).toContain('−3.90\u202f%');
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      expect(heard).toEqual([]);
      await page.close();
    },
  );

  it('sorts, filters and turns the pages of its trades', async () => {
    const { page } = await look(one());
    const first = () => page.innerText('table.trades tbody tr:first-child');
    await page.click('th button:has-text("Profit %")');
    const worst = await first();
    await page.click('th button:has-text("Profit %")');
    expect(await first()).not.toBe(worst);
    await page.fill('input[type=search]', 'stopLoss short');
    expect(await page.innerText('.tools')).toMatch(/\b\d+ of 60 trades/);
    expect(await first()).toContain('short');
    await page.fill('input[type=search]', '');
    await page.click('button:has-text("Later")');
    expect(await page.innerText('.pages')).toContain('2 / 3');
    await page.close();
  });

  it('shows hostile names and never runs them', async () => {
    const hostile = report({ reason: MARKUP });
    const { page, heard } = await look([{ run: reportRun(hostile, { label: MARKUP }) }]);
    expect(await page.innerText('h1')).toBe(MARKUP);
    expect(await page.title()).toContain('onerror');
    expect(await page.innerText('table.trades')).toContain(MARKUP);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('compares runs side by side and marks what differs', async () => {
    const parts = [
      { run: reportRun(report(), { label: 'first' }) },
      { run: reportRun(report({ fast: 9 }), { label: 'second' }) },
    ];
    const { page } = await look(parts);
    expect(await page.innerText('h1')).toBe('2 runs compared');
    expect(await page.innerText('tr.differs')).toMatch(/macd.fast\s+12\s+9/);
    await page.click('button:has-text("second")');
    expect(await page.getAttribute('button:has-text("second")', 'aria-pressed')).toBe('true');
    await page.close();
  });

  it('opens a million candles and 40,000 trades, and zooms to one of them', async () => {
    const { candles, big } = bigReport(1_000_000, 40_000);
    const run = reportRun(big, { label: 'large', candles: { count: 1_000_000, priceDecimals: 1 } });
    const { page, heard } = await look([{ run, candles: packCandles(candles, 1_000_000, 1) }]);
    expect(await page.innerText('.tools')).toContain('40000 of 40000 trades');
    await page.getByText(/\d{5} trades in view/).waitFor();
    await page.click('button:has-text("chart")');
    await page.waitForSelector('text=Arrows: entries and exits');
    expect(heard).toEqual([]);
    await page.close();
  });

  it('is clean for keyboards and screen readers, light and dark', async () => {
    const { default: axe } = await import('axe-core');
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await look(one());
      await page.emulateMedia({ colorScheme });
      // The page's own policy lets in no other script; the tool's is put in from outside of it.
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        'axe.run()',
      );
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      await page.close();
    }
  });
});
