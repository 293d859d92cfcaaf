export { candleSeries, marketTrades, price, quantity } from './arbitraries.js';
export { type CandlesFromOptions, candle, candlesFrom, START } from './candle.js';
export { candlesOf, columnsOf } from './columns.js';
export { krakenCandles } from './kraken-candles.js';
export { ManualClock } from './manual-clock.js';
export { type RandomWalkOptions, randomWalk } from './random-walk.js';
export { RecordingExecutionClient } from './recording-execution-client.js';
export { RecordingLedgerStore } from './recording-ledger-store.js';
export { SeededRandom } from './seeded-random.js';
