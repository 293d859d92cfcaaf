import { Macd, macdSeries } from '@fathom/indicators';

// Eighty made-up closes that swing.
const closes = Array.from({ length: 80 }, (_, i) => 400 + 20 * Math.sin(i / 8));

// Streaming: one close at a time, nanoseconds each, as in a strategy.
const macd = new Macd({ fast: 12, slow: 26, signal: 9 });
let last = Number.NaN;
closes.forEach((close, i) => {
  macd.update(close);
  if (last < 0 && macd.histogram > 0) console.log(`crossover at close ${i}: histogram ${macd.histogram.toFixed(4)}`);
  last = macd.histogram;
});

// Batch: whole columns, index i is candle i, NaN before the first value.
const { histogram } = macdSeries(closes, { fast: 12, slow: 26, signal: 9 });
console.log(`first value at index ${histogram.findIndex(Number.isFinite)}, last ${histogram.at(-1)?.toFixed(4)}`);
