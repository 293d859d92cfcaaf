import { CATALOG, TulipIndicator, tulip } from '@fathom/tulip';

const closes = Array.from({ length: 60 }, (_, i) => 400 + 10 * Math.sin(i / 5));

// Batch: options, then columns; the outputs lie along the columns.
const { macdHistogram } = tulip.macd({ shortPeriod: 12, longPeriod: 27, signalPeriod: 9 })(closes);
console.log(`macd histogram at the last close: ${macdHistogram.at(-1)?.toFixed(4)}`);

// Streaming: candle by candle over a bounded window.
const stochastic = new TulipIndicator('stoch', { kPeriod: 5, kSlowingPeriod: 3, dPeriod: 3 }, { window: 500 });
for (const close of closes) stochastic.update({ high: close + 1, low: close - 1, close });
console.log(`stochastic: %K ${stochastic.value.stochK.toFixed(2)}, %D ${stochastic.value.stochD.toFixed(2)}`);

console.log(`${Object.keys(CATALOG).length} indicators, such as ${CATALOG.adx.title} (${CATALOG.adx.options.join()})`);
