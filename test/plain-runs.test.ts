import { Backtest, type BacktestOptions, backtestReport } from '@fathom/backtest';
import { Decimal, type Strategy, type StrategyDefinition } from '@fathom/contracts';
import { strategies } from '@fathom/strategies';
import { bitcoin, candlesOf, columnsOf, krakenCandles, randomWalk } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';

// Every strategy of ours on candles that are lent, by a plain run, and on candles it is given, by engine, exchange and
// ledger: the same report, to the last digit. So none of them keeps a candle that is only lent.

const d = (text: string) => Decimal.parse(text);
const context = { bot: { id: 1, name: 'b' }, timing: { loadMs: 0, runMs: 0 } };

function reportOf(
  strategy: Strategy,
  options: Omit<BacktestOptions, 'strategy'>,
  play: (run: Backtest) => void,
): string {
  const run = new Backtest({ ...options, strategy });
  play(run);
  return JSON.stringify(backtestReport(run, { ...context, strategy }));
}

function create(definition: StrategyDefinition): Strategy {
  return definition.create(definition.schema.parse({}));
}

describe.each(strategies)('$name', (definition) => {
  it.each([
    ['real candles', krakenCandles(), 60 as const, '10000', '0.002'],
    ['made-up candles', candlesOf(randomWalk({ length: 5000, seed: 11 })), 1 as const, '20000', '1'],
  ])('does plainly what it does generally, on %s', (_market, candles, interval, balance, quantity) => {
    const options = {
      instrument: bitcoin,
      interval,
      balance: d(balance),
      sizing: { type: 'quantity' as const, quantity: d(quantity) },
      fees: { takerPercent: d('0.40'), makerPercent: d('0.25') },
      slippageBasisPoints: d('5'),
    };
    const generally = reportOf(create(definition), options, (run) => candles.forEach((candle) => run.feed(candle)));
    const plainly = reportOf(create(definition), options, (run) => run.feedColumns(columnsOf(candles)));
    expect(plainly).toBe(generally);
    // Without trades there would be nothing to compare.
    expect(generally).toContain('"openedAt"');
  });
});
