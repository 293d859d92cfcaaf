export { Bot, type BotOptions } from './bot.js';
export type { FeedCandle } from './feed-candles.js';
export { SharedFeed, type SharedFeedOptions } from './shared-feed.js';
