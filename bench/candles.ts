import { randomWalk, SeededRandom, START } from '@fathom/testkit';
import { CandleAggregator, CandleBuilder, OhlcRowBuilder } from '../packages/candles/src/index.js';
import { Decimal, type MarketTrade } from '../packages/contracts/src/index.js';

// Nanoseconds per market trade and per candle: `tsx --conditions=@fathom/source bench/candles.ts`.
// Run it several times; within a run the best of a few rounds is shown, after a short warm-up (a kernel
// first entered with a long array can stay slow for the life of the process).

function tape(length: number, scale: number): MarketTrade[] {
  const random = new SeededRandom(1);
  let time = START;
  let price = 79155;
  return Array.from({ length }, () => {
    time += Math.floor(random.next() * 2000);
    price += Math.round((random.next() - 0.5) * 20);
    const units = BigInt(1 + Math.floor(random.next() * 10 ** scale));
    return { time, price: price / 10, quantity: Decimal.of(units, scale) };
  });
}

function best(rounds: number, count: number, run: () => void): string {
  let fastest = Infinity;
  for (let i = 0; i < rounds; i += 1) {
    const start = process.hrtime.bigint();
    run();
    fastest = Math.min(fastest, Number(process.hrtime.bigint() - start) / count);
  }
  return `${fastest.toFixed(1)} ns`;
}

function buildCandles(trades: readonly MarketTrade[]): number {
  let closed = 0;
  const builder = new CandleBuilder({
    interval: 1,
    onCandle() {
      closed += 1;
    },
  });
  for (const trade of trades) builder.onTrade(trade);
  return closed;
}

function buildRows(trades: readonly MarketTrade[]): number {
  let closed = 0;
  const builder = new OhlcRowBuilder({
    interval: 1,
    priceDecimals: 1,
    onRow() {
      closed += 1;
    },
  });
  for (const trade of trades) builder.onTrade(trade);
  return closed;
}

const trades = tape(1_000_000, 8);
const short = trades.slice(0, 400);
for (let i = 0; i < 50; i += 1) {
  buildCandles(short);
  buildRows(short);
}
console.log(`candles from trades   ${best(5, trades.length, () => buildCandles(trades))} a trade`);
console.log(`exact rows from trades ${best(5, trades.length, () => buildRows(trades))} a trade`);

const busy = trades.map((trade) => ({ ...trade, quantity: Decimal.of(trade.quantity.units * 100_000n, 8) }));
console.log(`the same, past 2^53   ${best(5, busy.length, () => buildRows(busy))} a trade`);

const minutes = randomWalk({ length: 1_000_000, seed: 1 });
const join = () => {
  const aggregator = new CandleAggregator({ from: 1, to: 60, onCandle() {} });
  for (let i = 0; i < minutes.length; i += 1) {
    aggregator.addRow(
      minutes.openTime[i] as number,
      minutes.open[i] as number,
      minutes.high[i] as number,
      minutes.low[i] as number,
      minutes.close[i] as number,
      minutes.volume[i] as number,
      minutes.trades[i] as number,
    );
  }
};
console.log(`1 minute into 60      ${best(5, minutes.length, join)} a candle`);
