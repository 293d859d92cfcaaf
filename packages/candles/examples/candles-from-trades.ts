import { aggregate, CandleBuilder, candleLine, GapMap } from '@fathom/candles';
import { type Candle, Decimal } from '@fathom/contracts';

// Half an hour of made-up trades, a silence in the middle of it.
const start = 1_523_923_200_000;
const minutes: Candle[] = [];
const builder = new CandleBuilder({ interval: 1, onCandle: (candle) => minutes.push(candle) });

for (let second = 0; second < 1800; second += 20) {
  if (second >= 600 && second < 780) continue;
  const price = Math.round((7915.5 + 10 * Math.sin(second / 200)) * 10) / 10;
  builder.onTrade({ time: start + second * 1000, price, quantity: Decimal.parse('0.002') });
}
builder.onTime(start + 1_800_000);

const gaps = new GapMap(1);
for (const candle of minutes.filter((one) => one.trades > 0)) gaps.add(candle.openTime);
console.log(`${minutes.length} minutes, ${gaps.missing} of them without trades`);
for (const candle of aggregate(minutes, { from: 1, to: 15 })) console.log(candleLine(candle, 'closed'));
