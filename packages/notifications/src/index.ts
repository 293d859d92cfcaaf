export { type Mode, modeBanner, type Trading, tradingBanner } from './banners.js';
export { type Bot, botId, botName, botOf } from './bot.js';
export type { Console } from './display.js';
export { type Log, type LogOptions, openLog } from './log.js';
export { logFileName } from './log-file-name.js';
export { colouredText, type Message, plainText, type Segment, wantsColour } from './message.js';
export { fanOut, withTags } from './metrics/fan-out.js';
export { openStatsd, type StatsdMetrics, type StatsdOptions } from './metrics/statsd.js';
