export { type Mode, modeBanner, type Trading, tradingBanner } from './banners.js';
export { type Bot, botId, botName, botOf } from './bot.js';
export type { Console } from './display.js';
export { type Log, type LogFormat, type LogOptions, openLog } from './log.js';
export type { LogRotation } from './log-files.js';
export { logFileName } from './log-file-name.js';
export { colouredText, type Message, plainText, type Segment, wantsColour } from './message.js';
export { fanOut, withTags } from './metrics/fan-out.js';
export { openStatsd, type StatsdMetrics, type StatsdOptions } from './metrics/statsd.js';
export { openPrometheus, type PrometheusMetrics, type PrometheusOptions } from './metrics/prometheus.js';
export { type Health, serveStatus, type StatusServer, type StatusServerOptions } from './status/status-server.js';
export { BOT_METRICS } from './observers/bot-metric-definitions.js';
export { BotMetrics, type BotMetricsOptions } from './observers/bot-metrics.js';
export {
  type BotStarted,
  type BotStopped,
  type CandleSeen,
  type Observation,
  type Observer,
  observers,
  type Sampled,
  type Troubled,
} from './observers/observation.js';
export { prometheusName } from './metrics/prometheus-family.js';
export type { Deliver, Delivered, Outgoing } from './notices/delivery.js';
export { Outbox, type OutboxOptions } from './notices/outbox.js';
export { slack, type SlackOptions } from './notices/slack.js';
export { webhook, type WebhookOptions } from './notices/webhook.js';
export { BotNotices, type BotNoticesOptions } from './observers/bot-notices.js';
export { OrderLog, type OrderLogOptions } from './observers/order-log.js';
