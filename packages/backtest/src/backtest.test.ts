import { type Candle, Decimal, type Signal, type Strategy, type TradesView } from '@fathom/contracts';
import { bitcoin, candle, candlesFrom, candlesOf, columnsOf, krakenCandles, randomWalk, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { Backtest } from './backtest.js';
import type { BacktestOptions } from './backtest-options.js';
import { backtestReport } from './report.js';

const d = (text: string) => Decimal.parse(text);
const FEE = 0.0026;

/** Above its own slow average it is in the market, below it out: many trades, no state worth mentioning. */
function averageCross(): Strategy {
  let average = Number.NaN;
  return {
    name: 'average-cross',
    label: 'Average cross',
    warmup: 0,
    config: {},
    onCandle({ close }: Candle, { open, pendingEntries }: TradesView): readonly Signal[] {
      average = Number.isNaN(average) ? close : average + 0.1 * (close - average);
      const [trade] = open;
      if (trade === undefined && pendingEntries === 0 && close > average) {
        return [{ action: 'enter', side: 'long', reason: 'above', price: close }];
      }
      return trade !== undefined && close < average ? [{ action: 'exit', tradeId: trade.id, reason: 'below' }] : [];
    },
  };
}

/** Does on each candle what the test says, by number. */
function script(signals: Readonly<Record<number, (trades: TradesView) => Signal>>): Strategy {
  let n = -1;
  return {
    name: 'script',
    label: 'Script',
    warmup: 0,
    config: {},
    onCandle(_candle, trades) {
      n += 1;
      const signal = signals[n]?.(trades);
      return signal === undefined ? [] : [signal];
    },
  };
}

const enter =
  (fields: object = {}) =>
  (): Signal => ({ action: 'enter', side: 'long', reason: 'up', price: 100, ...fields });
const exit =
  () =>
  (trades: TradesView): Signal => ({ action: 'exit', tradeId: trades.open[0]?.id ?? '', reason: 'down' });

function backtest(strategy: Strategy, options: Partial<BacktestOptions> = {}): Backtest {
  return new Backtest({
    strategy,
    instrument: bitcoin,
    interval: 5,
    balance: d('1000000'),
    sizing: { type: 'quantity', quantity: d('1') },
    fees: { takerPercent: d('0.26'), makerPercent: d('0.16') },
    ...options,
  });
}

/** The same rules as a plain loop over arrays, on doubles. */
function byHand(candles: readonly Candle[]) {
  let cash = 1_000_000;
  let held = 0;
  let wanted = 0;
  let average = Number.NaN;
  let trades = 0;
  const equity: number[] = [];
  for (const { open, close } of candles) {
    if (wanted === 1) cash -= open * (1 + FEE);
    if (wanted === -1) {
      cash += open * (1 - FEE);
      trades += 1;
    }
    held += wanted;
    wanted = 0;
    average = Number.isNaN(average) ? close : average + 0.1 * (close - average);
    if (held === 0 && close > average) wanted = 1;
    if (held === 1 && close < average) wanted = -1;
    equity.push(cash + held * close);
  }
  return { trades, equity };
}

const context = { bot: { id: 320, name: 'Localbot' }, strategy: averageCross(), timing: { loadMs: 0, runMs: 0 } };

describe('Backtest', () => {
  it.each([
    ['made-up candles', candlesOf(randomWalk({ length: 3000, seed: 7, interval: 5 })), 5 as const],
    ['real candles', krakenCandles(), 60 as const],
  ])('gives what a hand-written loop gives, on %s', (_name, candles, interval) => {
    const run = backtest(averageCross(), { interval });
    for (const one of candles) run.feed(one);
    const expected = byHand(candles);
    expect(run.ledger.closed.length).toBe(expected.trades);
    expect(expected.trades).toBeGreaterThan(50);
    const points = run.curve?.points().slice(1) ?? [];
    expect(points.length).toBe(expected.equity.length);
    for (const [i, point] of points.entries()) expect(point.equity).toBeCloseTo(expected.equity[i] ?? 0, 6);
  });

  it('gives the same report for columns in chunks, whatever the chunks, and for candles one by one', () => {
    const candles = candlesOf(randomWalk({ length: 500, seed: 3, interval: 5 }));
    const reports = [1, 7, 500].map((size) => {
      const run = backtest(averageCross());
      const reused = columnsOf(candles.slice(0, size));
      for (let at = 0; at < candles.length; at += size) {
        const chunk = columnsOf(candles.slice(at, at + size));
        // The same arrays for every chunk, as a file reader does it.
        reused.openTime.set(chunk.openTime);
        reused.open.set(chunk.open);
        reused.high.set(chunk.high);
        reused.low.set(chunk.low);
        reused.close.set(chunk.close);
        run.feedColumns({ ...reused, length: chunk.length });
      }
      return JSON.stringify(backtestReport(run, context));
    });
    const single = backtest(averageCross());
    for (const one of candles) single.feed(one);
    expect(new Set([...reports, JSON.stringify(backtestReport(single, context))]).size).toBe(1);
  });

  it('hands out candles that stay what they were', () => {
    const kept: Candle[] = [];
    const keeper: Strategy = { ...script({}), onCandle: (one) => (kept.push(one), []) };
    const run = backtest(keeper);
    const reused = columnsOf([candle({ close: 1 })]);
    for (const [i, close] of [101, 102, 103].entries()) {
      const { openTime, open, high, low, close: closes } = reused;
      openTime[0] = START + i * 300_000;
      for (const column of [open, high, low, closes]) column[0] = close;
      run.feedColumns(reused);
    }
    expect(kept.map(({ close }) => close)).toEqual([101, 102, 103]);
  });

  it('trades nothing before the start, and marks nothing', () => {
    const candles = candlesFrom([100, 101, 102, 103, 104, 105]);
    const run = backtest(script({ 0: enter(), 1: enter(), 3: enter() }), { tradeFrom: START + 3 * 300_000 });
    for (const one of candles) run.feed(one);
    expect(run.ledger.open).toHaveLength(1);
    expect(run.first?.openTime).toBe(START + 3 * 300_000);
    expect(run.ledger.open[0]?.entryPrice).toBe(103); // the open after candle 3
    expect(run.curve?.candles).toBe(3);
  });

  it('stops a trade out inside the candle, and the report’s money adds up', () => {
    const run = backtest(script({ 0: enter({ stopPrice: 97.5 }) }));
    run.feed(candle({ close: 100 }));
    run.feed(candle({ openTime: START + 300_000, open: 100, high: 101, low: 99, close: 100 }));
    run.feed(candle({ openTime: START + 600_000, open: 100, high: 101, low: 97, close: 100 }));
    const report = backtestReport(run, context);
    expect(report?.trades).toMatchObject([{ exitPrice: '97.5', exitReason: 'stopLoss', profit: '-3.0135' }]);
    expect(report?.metrics.finalEquity).toBe('999996.9865');
  });

  it('books a stop in the last candle of a month in that month, as equity does', () => {
    const lastOfJanuary = Date.UTC(2018, 1, 1) - 300_000;
    const run = backtest(script({ 0: enter({ stopPrice: 97.5 }) }));
    const at = (i: number, low: number) =>
      candle({ openTime: lastOfJanuary + i * 300_000, open: 100, low, close: 100 });
    for (const one of [at(-1, 99), at(0, 97), at(1, 99)]) run.feed(one);
    const months = backtestReport(run, context)?.metrics.months ?? [];
    expect(months.map(({ period, trades, profit }) => [period, trades, profit])).toEqual([
      ['2018-01', 1, '-3.0135'],
      ['2018-02', 0, '0'],
    ]);
  });

  it('takes the stop and not the target when a candle reaches both', () => {
    const run = backtest(script({ 0: enter({ stopPrice: 97.5, takeProfitPrice: 102 }) }));
    run.feed(candle({ close: 100 }));
    run.feed(candle({ openTime: START + 300_000, open: 100, high: 103, low: 97, close: 100 }));
    const report = backtestReport(run, context);
    expect(report?.trades).toMatchObject([{ exitReason: 'stopLoss' }]);
    expect(report?.metrics.ambiguousCandles).toBe(1);
  });

  it('values what is left open at the last close', () => {
    const run = backtest(script({ 0: enter() }));
    for (const one of candlesFrom([100, 100, 110])) run.feed(one);
    const report = backtestReport(run, context);
    expect(report?.openTrades).toMatchObject([{ lastPrice: '110', fees: '0.26', profit: '9.74' }]);
    expect(report?.metrics).toMatchObject({ finalEquity: '1000009.74', totalTrades: 0, leftOpenTrades: 1 });
  });

  it('values at the last close as well what a trade was closed without, as an exchange with books may leave it', () => {
    const run = backtest(script({ 0: enter({ stopPrice: 50 }) }));
    const [a, b, c] = candlesFrom([100, 100, 110]);
    for (const one of [a, b]) run.feed(one as Candle);
    const tradeId = run.ledger.open[0]?.id ?? '';
    const left = { quantity: Decimal.ONE, price: d('104'), why: 'below-minimum' } as const;
    run.ledger.apply({ type: 'remainder-left', time: START, tradeId, ...left });
    run.feed(c as Candle);
    const report = backtestReport(run, context);
    expect(report?.trades).toMatchObject([{ exitReason: 'leftOver, 1 left over', profit: '3.74' }]);
    expect(report?.metrics).toMatchObject({ closedProfit: '3.74', openProfit: '6', finalEquity: '1000009.74' });
  });

  it('counts gaps, and closes a trade across one', () => {
    const run = backtest(script({ 0: enter(), 1: exit() }));
    const [a, b, c] = candlesFrom([100, 100, 105]);
    for (const one of [a, b, { ...(c as Candle), openTime: START + 5 * 300_000 }]) run.feed(one as Candle);
    const report = backtestReport(run, context);
    expect(report?.range).toMatchObject({ candles: 3, gaps: 1, missingCandles: 3 });
    expect(report?.trades).toHaveLength(1);
  });

  it('has no report without candles', () => expect(backtestReport(backtest(script({})), context)).toBeUndefined());
});
