import { randomWalk, SeededRandom, START } from '@fathom/testkit';
import { CandleAggregator, CandleBuilder, OhlcRowBuilder } from '../packages/candles/src/index.js';
import { Decimal, type MarketTrade } from '../packages/contracts/src/index.js';

// Nanoseconds per market trade and per candle: `tsx --conditions=@fathom/source bench/candles.ts`.
// Run it several times: each line is the best of a few rounds in this process. The trades are few and
// used again with later times, because an importer hands over each trade fresh from the parser; a million
// of them lying in memory would measure the memory.

const TRADES = 1_000_000;

interface MutableTrade extends MarketTrade {
  time: number;
}

/** BTC/USD-like trades, about one a second. `zeros` more digits before the point make a coin of large quantities. */
function tape(zeros: number): MutableTrade[] {
  const random = new SeededRandom(1);
  let price = 79155;
  return Array.from({ length: 1000 }, () => {
    price += Math.round((random.next() - 0.5) * 20);
    const units = BigInt(1 + Math.floor(random.next() * 1e8)) * 10n ** BigInt(zeros);
    return { time: 0, price: price / 10, quantity: Decimal.of(units, 8) };
  });
}

function feed(trades: MutableTrade[], count: number, onTrade: (trade: MarketTrade) => boolean): void {
  let time = START;
  for (let i = 0; i < count; i += trades.length) {
    for (const trade of trades) {
      time += 997;
      trade.time = time;
      onTrade(trade);
    }
  }
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

let closed = 0;

function tally(): void {
  closed += 1;
}

function buildCandles(trades: MutableTrade[], count: number): void {
  const builder = new CandleBuilder({ interval: 1, onCandle: tally });
  feed(trades, count, (trade) => builder.onTrade(trade));
}

function buildRows(trades: MutableTrade[], count: number): void {
  const builder = new OhlcRowBuilder({ interval: 1, priceDecimals: 1, onRow: tally });
  feed(trades, count, (trade) => builder.onTrade(trade));
}

const minutes = randomWalk({ length: 1_000_000, seed: 1 });

function joinMinutes(count: number): void {
  const aggregator = new CandleAggregator({ from: 1, to: 60, onCandle: tally });
  for (let i = 0; i < count; i += 1) {
    aggregator.addRow(
      minutes.openTime[i] ?? Number.NaN,
      minutes.open[i] ?? Number.NaN,
      minutes.high[i] ?? Number.NaN,
      minutes.low[i] ?? Number.NaN,
      minutes.close[i] ?? Number.NaN,
      minutes.volume[i] ?? Number.NaN,
      minutes.trades[i] ?? Number.NaN,
    );
  }
}

const usual = tape(0);
const large = tape(6);
// A kernel first entered with a long run can stay slow for the life of the process.
for (let i = 0; i < 20; i += 1) {
  buildCandles(usual, 1);
  buildRows(usual, 1);
  buildRows(large, 1);
  joinMinutes(400);
}
console.log(`trades to candles               ${best(7, TRADES, () => buildCandles(usual, TRADES))} a trade`);
console.log(`trades to exact rows            ${best(7, TRADES, () => buildRows(usual, TRADES))} a trade`);
console.log(`the same, costs beyond 2^53     ${best(7, TRADES, () => buildRows(large, TRADES))} a trade`);
console.log(`minute candles to hour candles  ${best(7, minutes.length, () => joinMinutes(minutes.length))} a candle`);
console.log(`${closed} candles closed`);
