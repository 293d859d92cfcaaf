export { candleSeries, marketTrades, price, quantity } from './arbitraries.js';
export { bitcoin } from './bitcoin.js';
export { type CandlesFromOptions, candle, candlesFrom, START } from './candle.js';
export { candlesOf, columnsOf } from './columns.js';
export { type ExecutionHarness, executionClientContract } from './execution-client-contract.js';
export { FakeMarketFeed, type FakeMarketFeedOptions } from './fake-market-feed.js';
export { krakenCandles } from './kraken-candles.js';
export {
  checksumExample,
  errorStrings,
  openApi,
  type RecordedCall,
  type RecordedFrame,
  recordedAnswers,
  recordedBook,
  recordedCalls,
  recordedFrames,
  signatureExample,
} from './kraken-recordings.js';
export { ManualClock } from './manual-clock.js';
export { ManualTime, settled } from './manual-time.js';
export { type ContractCase, marketFeedContract } from './market-feed-contract.js';
export type { MarketFeedHarness } from './market-feed-harness.js';
export { type RandomWalkOptions, randomWalk } from './random-walk.js';
export { recordedBookMessages } from './recorded-book-messages.js';
export { RecordingExecutionClient } from './recording-execution-client.js';
export { RecordingLedgerStore } from './recording-ledger-store.js';
export { SeededRandom } from './seeded-random.js';
