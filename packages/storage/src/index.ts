export { type CandleFileName, candleFileName, parseCandleFileName } from './candle-file-name.js';
export { type CandleFile, CandleStore, type ImportResult, type StoredCandles } from './candle-store.js';
export { type CandleChunks, candleColumns, candleText } from './candle-text.js';
export { type CandleSummary, type DescribeOptions, describeCandles } from './describe-candles.js';
export { IntervalError } from './interval-error.js';
export type { OnProgress } from './line-buffer.js';
export type { MarketTradeColumns } from './market-trade-rows.js';
export { MemberError } from './member-error.js';
export { mergeCandles, type MergeCounts } from './merge-candles.js';
export {
  type FileOptions,
  inferInterval,
  isReadableAgain,
  type ReadCandlesOptions,
  type ReadOptions,
  readCandles,
} from './read-candles.js';
export { readMarketTrades } from './read-market-trades.js';
export { writeCandles } from './write-candles.js';
export { type FileChunks, writeFileAtomically } from './write-file.js';
export { type LedgerFileOptions, SqliteLedger, type StoredEvent } from './ledger/sqlite-ledger.js';
