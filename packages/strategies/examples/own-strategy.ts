import { Sma } from '@fathom/indicators';
import { defineStrategy, period } from '@fathom/strategies';
import * as z from 'zod';

export const strategy = defineStrategy({
  name: 'above-average',
  label: 'Above Average',
  description: 'long while the close is above its average',
  schema: z.strictObject({ length: period(20, 'candles in the average') }),
  create({ length }) {
    const average = new Sma({ period: length });
    return {
      warmup: length,
      onCandle({ close }, { open, pendingEntries }) {
        average.update(close);
        if (close < average.value) return open.map(({ id }) => ({ action: 'exit', tradeId: id, reason: 'below' }));
        const isOut = close > average.value && open.length + pendingEntries === 0;
        return isOut ? [{ action: 'enter', side: 'long', reason: 'above', price: close }] : [];
      },
    };
  },
});

const mine = strategy.create(strategy.schema.parse({ length: 3 }));
for (const close of [10, 9, 8, 9, 11]) {
  const candle = { openTime: 0, open: close, high: close, low: close, close, volume: 1, trades: 1 };
  console.log(close, JSON.stringify(mine.onCandle(candle, { open: [], pendingEntries: 0, pending: [] })));
}
