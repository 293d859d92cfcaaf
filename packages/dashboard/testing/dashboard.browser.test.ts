import { ManualTime } from '@fathom/testkit';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../../test/build.js';
import { type Dashboard, newToken, openDashboard } from '../src/index.js';
import { complaints, mayLackBrowser, openBrowser } from './browser.js';
import { byId, candle, FakeBot } from './fake-bot.js';
import { FakeCapture } from './fake-capture.js';

const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
const control = newToken();

describe.skipIf(mayLackBrowser)('the dashboard in a browser', () => {
  let browser: Browser;
  let time: ManualTime;
  let bot: FakeBot;
  let dashboard: Dashboard;
  let page: Page;
  let heard: string[];

  beforeAll(async () => {
    await build();
    browser = await openBrowser();
  }, 300_000);
  afterAll(() => browser?.close());
  beforeEach(() => {
    time = new ManualTime(Date.UTC(2026, 7, 2));
    bot = new FakeBot();
  });
  afterEach(async () => {
    await page?.close();
    await dashboard.close();
  });

  const open = async (bots: readonly FakeBot[] = [bot], width = 1440, capture?: FakeCapture) => {
    dashboard = await openDashboard({
      port: 0,
      bots: byId(...bots),
      time,
      tokens: { control: control.hash },
      ...(capture && { capture }),
    });
    page = await browser.newPage({ viewport: { width, height: 900 } });
    heard = complaints(page, dashboard.url);
    await page.goto(dashboard.url);
    await page.waitForSelector('h1');
  };
  const tab = (name: string) => page.click(`nav.tabs a:has-text("${name}")`);
  const takeControl = async () => {
    await page.fill('input[name=token]', control.token.reveal());
    await page.click('button:has-text("Take control")');
    await page.waitForSelector('[aria-label=Controls]');
  };

  it.each([1440, 390])('shows how the bot stands, at %d pixels wide, without asking anybody else', async (width) => {
    await open([bot], width);
    await page.waitForSelector('canvas');
    const text = await page.innerText('body');
    for (const part of ['REHEARSAL', '197:Localbot', '10\u202f012.50', '0.13\u202f%', '30225'])
      expect(text).toContain(part);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(heard).toEqual([]);
  });

  it('hears what happens: status, news, an outage that comes and goes', async () => {
    await open();
    await page.waitForSelector('canvas');
    bot.current = { ...bot.current, feedAgeMs: 40_000, equity: '9990', unknownOrders: 1 };
    await time.advance(1_100);
    await page.getByText('No market data for 40 s.').waitFor();
    await page.getByText('1 order(s) in doubt').waitFor();
    await page.getByText('9\u202f990.00').waitFor();
    bot.current = { ...bot.current, feedAgeMs: 100, unknownOrders: 0 };
    await time.advance(1_100);
    await page.getByText('No market data').waitFor({ state: 'detached' });
    await tab('log');
    await page.getByText('line 3').waitFor();
    bot.tell({ type: 'log', line: { number: 4, time: 0, level: 'error', text: 'a fourth line' } });
    await page.getByText('a fourth line').waitFor();
    await tab('events');
    await page.getByText('250', { exact: true }).waitFor();
    bot.tell({ type: 'event', event: { sequence: 251, time: 0, type: 'order-lost', text: '{}' } });
    await page.getByText('order-lost').waitFor();
    await page.click('text=Older');
    await page.getByText('150', { exact: true }).waitFor();
    expect(heard).toEqual([]);
  });

  it('draws candles as they grow and keeps them over a reload', async () => {
    await open();
    await page.waitForSelector('canvas');
    bot.tell({ type: 'candle', candle: candle(1), isGrowing: true });
    bot.tell({ type: 'indicators', values: { 'macd.histogram': 3, 'macd.macd': null } });
    bot.tell({ type: 'trade', mark: { time: candle(1)[0], side: 'buy', price: '31000', reason: 'macdCrossover' } });
    await time.advance(1_100);
    await page.reload();
    await page.waitForSelector('canvas');
    expect(await page.innerText('h1')).toBe('197:Localbot');
    expect(heard).toEqual([]);
  });

  it('waits for the first candle of a bot that has none yet', async () => {
    bot.seen = 0;
    await open();
    await page.waitForSelector('canvas');
    for (const minute of [1, 2]) {
      bot.tell({ type: 'candle', candle: candle(minute), isGrowing: true });
      bot.tell({ type: 'indicators', values: { 'macd.histogram': minute, 'macd.macd': null } });
    }
    bot.tell({ type: 'trade', mark: { time: candle(2)[0], side: 'buy', price: '31000', reason: 'macdCrossover' } });
    await time.advance(1_100);
    await page.getByText('Arrows: entries and exits').waitFor();
    await page.reload();
    await page.waitForSelector('canvas');
    expect(heard).toEqual([]);
  });

  it('acts only after the token and a confirmation that says what will happen', async () => {
    await open();
    expect(await page.locator('[aria-label=Controls]').count()).toBe(0);
    await takeControl();
    await page.click('[aria-label=Controls] button:has-text("Kill switch") >> nth=0');
    const dialog = page.getByRole('dialog', { name: 'Kill switch' });
    expect(await dialog.innerText()).toContain('is closed at the market, whatever the price');
    await dialog.getByText('Leave it').click();
    expect(bot.acted).toEqual([]);
    await page.click('table button:has-text("Close") >> nth=0');
    await page
      .getByRole('dialog', { name: 'Close' })
      .getByRole('button', { name: 'Close', exact: true })
      .first()
      .click();
    await page.getByText('close-trade: done').waitFor();
    expect(bot.acted).toEqual([{ action: { action: 'close-trade', id: 't1' }, who: 'control from 127.0.0.1' }]);
  });

  it('puts orders in doubt on top and says what is being done', async () => {
    await open();
    await tab('orders');
    await page.waitForSelector('tr.doubt');
    expect(await page.innerText('tbody tr:first-child')).toContain('unknown: looked for again in 4 s');
    await tab('limits');
    await page.getByText('open trades').waitFor();
    await tab('settings');
    await page.getByText('[secret]').waitFor();
    await tab('trades');
    await page.getByText('60 of 60 trades').waitFor();
  });

  it('shows all bots of a process, live ones in red', async () => {
    await open([bot, new FakeBot({ id: '320', name: 'Other', mode: 'live', pair: 'ETH/USD' })]);
    await page.getByText('320:Other').waitFor();
    const colour = await page.evaluate(`getComputedStyle(document.querySelector('.badge.live')).backgroundColor`);
    expect(colour).toBe('rgb(179, 18, 31)');
    await page.click('text=320:Other');
    await page.getByText('ETH/USD, 1 minute candles').waitFor();
  });

  it('shows a bot that begins while one looks', async () => {
    const bots = new Map([[bot.about.id, bot]]);
    dashboard = await openDashboard({ port: 0, bots, time });
    page = await browser.newPage();
    await page.goto(dashboard.url);
    await page.waitForSelector('canvas');
    bots.set('320', new FakeBot({ id: '320', name: 'Later' }));
    await time.advance(1_100);
    await page.click('text=Fathom');
    await page.getByText('320:Later').waitFor();
    expect(await page.innerText('h1')).toBe('Bots');
  });

  it('shows hostile texts and never runs them', async () => {
    bot = new FakeBot({ name: MARKUP, strategy: MARKUP }, MARKUP);
    await open();
    for (const name of ['trades', 'orders', 'events', 'log']) {
      await tab(name);
      await page.getByText(MARKUP).first().waitFor();
    }
    expect(await page.title()).toBe('Fathom');
    expect(heard).toEqual([]);
  });

  it.each([1440, 390])(
    'shows a capture: its pairs, gaps, and a book now and then, at %d pixels wide',
    async (width) => {
      const capture = new FakeCapture();
      await open([], width, capture);
      await page.getByText('99.959 %').waitFor();
      await page.getByText('missing: silence').waitFor();
      await page.waitForSelector('.legend li:has-text("mismatch")');
      capture.current = { ...capture.current, writtenBytes: 2_500_000 };
      await time.advance(1_100);
      await page.getByText('2.5 MB').waitFor();
      await page.click('table a:has-text("BTC/USD")');
      await page.getByText('31249.9').first().waitFor();
      await page.waitForSelector('canvas.heat-map');
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await page.locator('input[type=range]').fill(String(Date.UTC(2026, 7, 2, 11, 30)));
      await page.getByText('31099.9').first().waitFor();
      expect(capture.asked.length).toBeGreaterThan(0);
      await page.click('button:has-text("Live")');
      await page.getByText('31249.9').first().waitFor();
      expect(heard.filter((complaint) => !complaint.includes('404'))).toEqual([]);
      const { default: axe } = await import('axe-core');
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        'axe.run()',
      );
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    },
  );

  it('says so when nobody answers any more', async () => {
    await open();
    await page.waitForSelector('canvas');
    await dashboard.close();
    await page.getByText("The bot's process does not answer").waitFor();
    expect(await page.innerText('h1')).toBe('197:Localbot');
  });

  it('is clean for keyboards and screen readers on every page, light and dark', async () => {
    const { default: axe } = await import('axe-core');
    await open();
    await takeControl();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const name of ['overview', 'trades', 'orders', 'events', 'log', 'limits', 'settings']) {
        await tab(name);
        await page.waitForSelector('section h2');
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
          'axe.run()',
        );
        expect([name, violations.map(({ id, nodes }) => [id, nodes[0]?.html])]).toEqual([name, []]);
      }
    }
  });
});
