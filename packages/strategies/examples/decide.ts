import type { Candle } from '@fathom/contracts';
import { stochastic } from '@fathom/strategies';

const strategy = stochastic.create(stochastic.schema.parse({ history: 5, stopLoss: 0.02 }));
const closes = [103, 104, 102, 103, 105, 104, 101, 99, 97, 96, 98, 101];

for (const [i, close] of closes.entries()) {
  const candle: Candle = {
    openTime: i * 60_000,
    open: close,
    high: close + 1,
    low: close - 1,
    close,
    volume: 1,
    trades: 1,
  };
  const [signal] = strategy.onCandle(candle, { open: [], pendingEntries: 0, pending: [] });
  const k = Number(strategy.indicators?.()['stochastic.percent_k']);
  console.log(`close ${close}  %K ${k.toFixed(1)}  ${signal ? JSON.stringify(signal) : ''}`);
}
