// One measurement of the loop alone, the first call in a new process: `node in-loop.mjs STRATEGY CANDLES`.
// `hand` is the hand-written loop. Prints nanoseconds of wall time a candle, trades and end equity. Uses built packages.
// The time begins once the strategy has been made from its configuration, and ends when its trades have been counted.
import { Backtest } from '@fathom/backtest';
import { Decimal } from '@fathom/contracts';
import { findStrategy } from '@fathom/strategies';
import { macdCross } from './hand-loop.mjs';
import { walk } from './walk.mjs';

const [name = 'macd-cross', count = '1000000'] = process.argv.slice(2);
const columns = walk(Number(count));
const play = name === 'hand' ? hand : ours(name);
const begun = process.hrtime.bigint();
const result = play();
const ns = Number(process.hrtime.bigint() - begun) / columns.length;
console.log(JSON.stringify({ ns, ...result }));

function hand() {
  const { openTime, open, high, low, close } = columns;
  const { trades, finalEquity } = macdCross([openTime, open, high, low, close], 0.26, 1e8);
  return { trades: trades.length, finalEquity };
}

function ours(strategyName) {
  const definition = findStrategy(strategyName);
  const strategy = definition.create(definition.schema.parse({}));
  return () => backtestOf(strategy);
}

function backtestOf(strategy) {
  const backtest = new Backtest({
    strategy,
    instrument: {
      name: 'BTC/USD',
      id: 'XXBTZUSD',
      base: 'BTC',
      quote: 'USD',
      priceDecimals: 1,
      quantityDecimals: 8,
      costDecimals: 5,
      tickSize: Decimal.parse('0.1'),
      minQuantity: Decimal.parse('0.0001'),
      minCost: Decimal.parse('0.5'),
    },
    interval: 1,
    balance: Decimal.parse('100000000'),
    sizing: { type: 'quantity', quantity: Decimal.ONE },
    fees: { takerPercent: Decimal.parse('0.26'), makerPercent: Decimal.parse('0.16') },
  });
  // In chunks of the file reader's size.
  for (let from = 0; from < columns.length; from += 8192) {
    const to = Math.min(from + 8192, columns.length);
    const part = (column) => column.subarray(from, to);
    backtest.feedColumns({
      length: to - from,
      openTime: part(columns.openTime),
      open: part(columns.open),
      high: part(columns.high),
      low: part(columns.low),
      close: part(columns.close),
      volume: part(columns.volume),
      trades: part(columns.trades),
    });
  }
  return { trades: backtest.ledger.closed.length, finalEquity: backtest.curve?.equity };
}
