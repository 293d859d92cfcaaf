import { Backtest, backtestReport } from '@fathom/backtest';
import { Decimal, type Instrument, type Strategy } from '@fathom/contracts';

const d = (text: string) => Decimal.parse(text);
const rules = { tickSize: d('0.1'), minQuantity: d('0.00005'), minCost: d('0.5') };
const digits = { priceDecimals: 1, quantityDecimals: 8, costDecimals: 5 };
const instrument: Instrument = { name: 'BTC/USD', id: 'XXBTZUSD', base: 'BTC', quote: 'USD', ...rules, ...digits };

/** Buys a candle that closed higher than it opened, sells after one that did not. */
const strategy: Strategy = {
  name: 'last-colour',
  label: 'Last colour',
  warmup: 0,
  config: {},
  onCandle({ open, close }, { open: trades, pendingEntries }) {
    if (close < open) return trades.map(({ id }) => ({ action: 'exit', tradeId: id, reason: 'fell' }));
    const isOut = trades.length + pendingEntries === 0;
    return isOut ? [{ action: 'enter', side: 'long', reason: 'rose', price: close }] : [];
  },
};

const backtest = new Backtest({
  strategy,
  instrument,
  interval: 60,
  balance: d('1000'),
  sizing: { type: 'equity-fraction', fraction: 0.5 },
  fees: { takerPercent: d('0.40'), makerPercent: d('0.25') },
});
const price = (n: number) => Math.round(80000 + 3000 * Math.sin(n / 20)) / 10;
for (let n = 0; n < 500; n += 1) {
  const [open, close] = [price(n), price(n + 1)];
  const [high, low] = [Math.max(open, close), Math.min(open, close)];
  backtest.feed({ openTime: n * 3_600_000, open, high, low, close, volume: 1, trades: 1 });
}

const bot = { id: 320, name: 'Localbot' };
const report = backtestReport(backtest, { bot, strategy, timing: { loadMs: 0, runMs: 0 } });
if (report === undefined) throw new Error('no candles');
const { totalTrades, wins, finalEquity, maxDrawdownPercent } = report.metrics;
console.log(
  `${totalTrades} trades, ${wins} won; 1000 became ${finalEquity}; largest fall ${maxDrawdownPercent.toFixed(2)} %`,
);
console.log(report.trades[0]);
