export { ColumnCandle, ownColumns } from './column-candle.js';
export { type AggregateOptions, aggregate, aggregateColumns } from './aggregate.js';
export { CandleAggregator, type CandleAggregatorOptions } from './candle-aggregator.js';
export { CandleBuilder, type CandleBuilderOptions } from './candle-builder.js';
export { candleLine } from './candle-line.js';
export { type Gap, GapMap } from './gap-map.js';
export { type CandleOrigin, LiveCandles, type LiveCandlesOptions } from './live-candles.js';
export { type OhlcRow, OhlcRowBuilder, type OhlcRowBuilderOptions } from './ohlc-row.js';
export { openTimeOf } from './open-time.js';
