import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BacktestReport } from '@fathom/contracts/backtest-report';
import { Decimal } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import { Recording, sealFolder } from '@fathom/recordings';
import { ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { startPostgres } from '../../../packages/recordings/testing/test-server.js';
import { newUser } from './command-line.js';

const BEGIN = Date.UTC(2026, 7, 2);
const HOURS = 3;
const STEP_MS = 5_000;
const PAIR = { name: 'BTC/USD', id: 'XXBTZUSD', depth: 10, priceDecimals: 1, quantityDecimals: 8 };

/** The middle of the market at an instant: a wave of half an hour, in whole ticks. */
const middle = (time: number) => Math.round(10 * (60_000 + 400 * Math.sin((time - BEGIN) / 286_479))) / 10;

/** Levels a dollar apart, a thousandth of a bitcoin each: whoever takes more pays more. */
const side = (price: number, sign: 1 | -1) =>
  Array.from({ length: 10 }, (_, index) => ({
    price: (price + sign * (index + 0.5)).toFixed(1),
    quantity: '0.00100000',
  }));

interface Made {
  readonly hasTrades?: boolean;
  /** Nothing is recorded between these, milliseconds from the beginning. */
  readonly gap?: readonly [from: number, to: number];
  /** Recorded from so long after the full minute on, milliseconds. */
  readonly lateMs?: number;
  /** A database to keep it in. */
  readonly store?: string;
}

async function recordedMarket({ hasTrades = true, gap, lateMs = 0, store }: Made = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'fathom-books-'));
  const time = new ManualTime(BEGIN);
  const recording = await Recording.open({
    folder,
    ...(store !== undefined && { store }),
    program: 'a test',
    clock: time,
    scheduler: time,
  });
  const book = new OrderBook(10);
  const recorder = recording.writer.record(PAIR, book);
  let id = 1;
  for (let at = BEGIN + lateMs; at < BEGIN + HOURS * 3_600_000; at += STEP_MS) {
    if (gap !== undefined && at - BEGIN >= gap[0] && at - BEGIN < gap[1]) continue;
    if (gap !== undefined && at - BEGIN === gap[1]) {
      const [fromUs, toUs] = [(BEGIN + gap[0]) * 1000, at * 1000];
      recorder.gap({ channel: 'book', cause: 'disconnect', fromUs, toUs, detail: '' });
    }
    const price = middle(at);
    const event = { pair: PAIR.name, time: at, receivedAt: at, depth: 10, bids: side(price, -1), asks: side(price, 1) };
    book.apply({ type: 'book-snapshot', ...event, checksum: undefined });
    recorder.book({ type: 'book-snapshot', ...event, checksum: book.checksum }, 'verified');
    if (!hasTrades) continue;
    const trade = { time: at, price, quantity: Decimal.parse('0.01'), id: (id += 1), side: 'buy' } as const;
    const common = { pair: PAIR.name, time: at, receivedAt: at, isSnapshot: false };
    recorder.trades({ type: 'market-traded', ...common, trades: [trade] });
    recording.writer.flush();
  }
  await recording.close('done');
  await sealFolder(folder, time, store);
  return folder;
}

const plain = await recordedMarket();
const flags = ['-p', '1', '--strategy', 'macd-cross', '--volume', '0.003', '--fee', '0.1', '--json', '-'];
const run = (folder: string, more: readonly string[] = []) =>
  newUser().trader('backtest', '--books', folder, ...flags, ...more);

describe('trader backtest --books', () => {
  it('fills orders from the recorded book: it walks the depth, a moment after the decision', async () => {
    const { code, out, err } = await run(plain);
    expect([code, err]).toEqual([0, expect.stringContaining('2160 messages without a gap')]);
    const { trades, range } = BacktestReport.parse(JSON.parse(out));
    expect(range.candles).toBeGreaterThan(100);
    expect(trades.length).toBeGreaterThan(2);
    for (const { openedAt, entryPrice, closedAt, exitPrice, side: direction } of trades) {
      expect(direction).toBe('long');
      // Three levels are taken: half a dollar, one and a half, two and a half beyond the middle.
      const shown = (instant: string) => middle(BEGIN + Math.floor((Date.parse(instant) - BEGIN) / STEP_MS) * STEP_MS);
      expect(Number(entryPrice)).toBeCloseTo(shown(openedAt) + 1.5, 6);
      expect(Number(exitPrice)).toBeCloseTo(shown(closedAt) - 1.5, 6);
      expect(Date.parse(openedAt) % 60_000).toBeGreaterThanOrEqual(100);
    }
  });

  it('fills nothing where the book is missing, and says how much is', async () => {
    const gap = [60 * 60_000, 80 * 60_000] as const;
    const { out, err } = await run(await recordedMarket({ gap }));
    expect(err).toContain('with 1 gap of 1200.0 s in all');
    const { trades } = BacktestReport.parse(JSON.parse(out));
    const inGap = (instant: string) => {
      const at = Date.parse(instant) - BEGIN;
      return at > gap[0] && at < gap[1];
    };
    expect(trades.filter(({ openedAt, closedAt }) => inGap(openedAt) || inGap(closedAt))).toEqual([]);
  });

  it('trades from --start on, and learns from what was before', async () => {
    const { out } = await run(plain, ['--start', '2026-08-02T01:00', '--end', '2026-08-02T02:30']);
    const { range, trades } = BacktestReport.parse(JSON.parse(out));
    expect(range.start).toBe('2026-08-02T01:00:00.000Z');
    expect(Date.parse(range.end)).toBeLessThanOrEqual(Date.UTC(2026, 7, 2, 2, 30));
    expect(trades.every(({ openedAt }) => openedAt >= '2026-08-02T01:00')).toBe(true);
  });

  it('ends with what was traded after the last whole candle', async () => {
    const user = newUser();
    user.write(
      'tight.cjs',
      `module.exports = { name: 'tight', label: 'Tight', description: '', schema: { parse: (value) => value },
        create: (config) => ({ name: 'tight', label: 'Tight', config, warmup: 0,
          onCandle: ({ close: price }, { open }) => open.length > 0 ? [] : [
            { action: 'enter', side: 'long', reason: 'again', price, stopPrice: price * 0.9999 }] }) };`,
    );
    const tight = ['-p', '60', '--strategy', './tight.cjs', '--json', '-'];
    const { out } = await user.trader('backtest', '--books', plain, ...tight);
    const { trades, metrics, equity, range } = BacktestReport.parse(JSON.parse(out));
    expect([range.candles, range.end > '2026-08-02T02:59:50']).toEqual([2, true]);
    expect((trades.at(-1)?.closedAt ?? '') > '2026-08-02T02:00:00').toBe(true);
    expect(Number(equity.at(-1)?.equity)).toBeCloseTo(Number(metrics.finalEquity), 6);
    expect(Number(metrics.minEquity)).toBeLessThanOrEqual(Number(metrics.finalEquity) + 1e-6);
    expect(Number(metrics.months.at(-1)?.endEquity)).toBeCloseTo(Number(metrics.finalEquity), 6);
  });

  it('keeps to limits', async () => {
    const { trades, refusals } = BacktestReport.parse(JSON.parse((await run(plain, ['--max-exposure', '1'])).out));
    expect(trades).toEqual([]);
    expect(refusals).toMatchObject([{ rule: 'exposure' }]);
  });

  it('buys and holds from the first candle that was recorded whole', async () => {
    const folder = await recordedMarket({ lateMs: 25_000 });
    const holding = ['-p', '1', '--strategy', 'buy-and-hold', '--volume', '0.003', '--json', '-'];
    const { out } = await newUser().trader('backtest', '--books', folder, ...holding);
    const { range, openTrades, refusals } = BacktestReport.parse(JSON.parse(out));
    expect(range.start).toBe('2026-08-02T00:01:00.000Z');
    expect(openTrades.map(({ openedAt }) => openedAt.slice(0, 16))).toEqual(['2026-08-02T00:02']);
    expect(refusals).toEqual([]);
  });

  it.each([
    [['--data', 'x.csv'], 2, '--books and --data exclude each other'],
    [['--slippage', '5'], 2, 'a recorded book has its own'],
    [['--leverage', '2'], 2, '--leverage 2 needs candles'],
    [['-c', 'ETH/USD'], 3, 'no recorded book of ETH/USD'],
    [['--start', '2027-01-01'], 3, 'no recorded book of BTC/USD from 2027-01-01'],
  ])('refuses %j', async (more, code, text) => {
    const result = await run(plain, more);
    expect([result.code, result.err]).toEqual([code, expect.stringContaining(text)]);
  });

  it('needs market trades for its candles, and a recording', async () => {
    expect((await run(await recordedMarket({ hasTrades: false }))).err).toContain('record with --trades');
    expect((await run('/no/such/folder')).err).toContain('there is no recording in /no/such/folder');
  });

  it('reads a recording that is kept in PostgreSQL, and finds the same', async () => {
    const server = await startPostgres();
    try {
      const folder = await recordedMarket({ store: server.address });
      expect((await run(folder)).code).toBe(3);
      const { code, out } = await run(folder, ['--store', server.address]);
      expect(code).toBe(0);
      const [there, here] = [out, (await run(plain)).out].map((json) => BacktestReport.parse(JSON.parse(json)));
      expect(there?.trades).toEqual(here?.trades);
    } finally {
      await server.stop();
    }
  }, 120_000);

  it('says that a store is where books are', async () => {
    const { code, err } = await newUser().trader('backtest', '--store', 'postgres://host/books');
    expect([code, err]).toEqual([2, 'error: --store says where the recording of --books is: give both\n']);
  });
});
