import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaints, mayLackBrowser, openBrowser } from '../../../packages/dashboard/testing/browser.js';
import { build } from '../../../test/build.js';
import { type Shown, watchedRehearsal } from './watched-rehearsal.js';

/** Lets the bot live until the page shows something. */
const shows = async (page: Page, text: string | RegExp, until: (isSo: () => Promise<boolean>) => Promise<void>) => {
  await until(async () => (await page.getByText(text).count()) > 0);
  expect(await page.getByText(text).count()).toBeGreaterThan(0);
};

describe.skipIf(mayLackBrowser)('a rehearsal in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    await build();
    browser = await openBrowser();
  }, 300_000);
  afterAll(() => browser?.close());

  it('candles grow, a trade appears, a control closes it, and a reload loses nothing', async () => {
    const { until, url, ask, status, err, signal, code } = await watchedRehearsal(
      '--dashboard-control',
      '--for',
      '900',
    );
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    const heard = complaints(page, url);
    await page.goto(url);
    await until(async () => (await page.locator('canvas').count()) > 0);
    const [{ about }] = (await ask<Shown[]>('/api/bots')) as [Shown];
    const candles = async () => (await ask<{ candles: unknown[] }>(`/api/bots/${about.id}/chart`)).candles.length;
    const before = await candles();
    await until(async () => (await candles()) > before + 1);

    const token = /control, shown this once: (\S+)/.exec(err())?.[1] ?? '';
    await page.fill('input[name=token]', token);
    await page.click('button:has-text("Take control")');
    await page.waitForSelector('[aria-label=Controls]');
    await shows(page, 'macdCrossover', until);
    await page.click('[aria-label="Open trades"] button:has-text("Close") >> nth=0');
    const dialog = page.getByRole('dialog', { name: 'Close' });
    expect(await dialog.innerText()).toContain('is closed at the market');
    await dialog.getByRole('button', { name: 'Close', exact: true }).first().click();
    await page.getByText('the trade is being closed at the market').waitFor();
    await until(async () => (await status())?.openTrades.length === 0);

    await page.reload();
    await page.waitForSelector('canvas');
    await page.click('nav.tabs a:has-text("trades")');
    // The market runs on and may have closed another by now: as many as the bot says, none lost and none twice.
    const closed = (await status())?.closedTrades ?? 0;
    expect(closed).toBeGreaterThan(0);
    await page.getByText(`${closed} of ${closed} trades`, { exact: true }).waitFor();
    await page.getByText('by hand: dashboard, control from 127.0.0.1').first().waitFor();
    await page.click('nav.tabs a:has-text("events")');
    await page.getByText('command-given').first().waitFor();
    expect(heard).toEqual([]);
    await page.close();
    signal('SIGTERM');
    await until(() => false);
    expect(code()).toBe(0);
  });
});
