import { CandleBuilder, openTimeOf } from '@fathom/candles';
import { type Candle, type CandleColumns, Decimal, type Interval, intervalMs } from '@fathom/contracts';
import { candleColumns, type MarketTradeColumns } from '@fathom/storage';

/**
 * Candles of a complete dump of market trades. Intervals in which nothing traded are left out, as in Kraken's own
 * files; the last candle ends with the dump.
 */
export async function* tradedCandles(
  chunks: AsyncIterable<MarketTradeColumns>,
  interval: Interval,
): AsyncGenerator<CandleColumns> {
  let closed: Candle[] = [];
  const builder = new CandleBuilder({
    interval,
    onCandle: (candle) => {
      if (candle.trades !== 0) closed.push(candle);
    },
  });
  let last = Number.NaN;
  for await (const { length, time, price, quantity } of chunks) {
    for (let row = 0; row < length; row += 1) {
      builder.onTrade({
        time: time[row] ?? Number.NaN,
        price: price[row] ?? Number.NaN,
        quantity: Decimal.fromNumber(quantity[row] ?? Number.NaN),
      });
    }
    last = time[length - 1] ?? last;
    if (closed.length > 0) yield candleColumns(closed);
    closed = [];
  }
  if (!Number.isNaN(last)) builder.onTime(openTimeOf(last, interval) + intervalMs(interval));
  if (closed.length > 0) yield candleColumns(closed);
}
