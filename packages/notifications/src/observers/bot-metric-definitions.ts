import type { MetricDefinition } from '@fathom/contracts';

const BOT = ['bot_name', 'bot_id', 'pair'];
const LATENCY = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000];

function figure(
  kind: MetricDefinition['kind'],
  name: string,
  help: string,
  more: Partial<MetricDefinition> = {},
): MetricDefinition {
  return { name, kind, help, labels: BOT, ...more };
}

/** Every figure of a bot. Those of the original have its names. A strategy may send more, of its own indicators. */
export const BOT_METRICS: readonly MetricDefinition[] = [
  figure('counter', 'open.order', 'Trades opened', { labels: [...BOT, 'type'] }),
  figure('counter', 'close.order', 'Trades closed', { labels: [...BOT, 'type'] }),
  figure('counter', 'total_trading_volume', 'Cost of all fills, quote currency'),
  figure('counter', 'trading_fees', 'Fees of all fills, quote currency'),
  figure('sum', 'bottrade.profit', 'Profit of closed trades after fees, quote currency'),
  figure('sum', 'bottrade.win_rate', 'Closed trades with a profit less those without'),
  figure('histogram', 'candlestick.price.close', 'Close of each candle, quote currency'),
  figure('histogram', 'candlestick.price.high', 'High of each candle, quote currency'),
  figure('histogram', 'candlestick.price.low', 'Low of each candle, quote currency'),
  figure('histogram', 'candlestick.price.typical_price', 'Typical price of each candle, quote currency'),
  figure('histogram', 'macd.macd', 'MACD line'),
  figure('histogram', 'macd.signal', 'MACD signal line'),
  figure('histogram', 'macd.histogram', 'MACD histogram'),
  figure('histogram', 'stochastic.moving_average', 'Moving average of the stochastic strategies, quote currency'),
  figure('histogram', 'stochastic.slope', 'Slope of that moving average'),
  figure('histogram', 'stochastic.trend', 'Price against that moving average: 1 above, -1 below'),
  figure('histogram', 'stochastic.percent_k', 'Slow %K'),
  figure('histogram', 'stochastic.percent_d', 'Slow %D'),
  figure('histogram', 'stochastic.support', 'Support levels, quote currency'),
  figure('histogram', 'stochastic.resistance', 'Resistance levels, quote currency'),
  figure('histogram', 'sr.support_major', 'Lowest support, quote currency'),
  figure('histogram', 'sr.support_minor', 'Highest support, quote currency'),
  figure('histogram', 'sr.resistance_major', 'Lowest resistance, quote currency'),
  figure('histogram', 'sr.resistance_minor', 'Highest resistance, quote currency'),
  figure('histogram', 'stochastic.highest_high', 'Highest high remembered, quote currency'),
  figure('histogram', 'stochastic.lowest_low', 'Lowest low remembered, quote currency'),
  figure('histogram', 'stochastic.sar', 'Parabolic stop and reverse, quote currency'),
  figure('histogram', 'main_loop.transport', 'Network failures survived'),
  figure('histogram', 'main_loop.kraken', 'Errors of Kraken survived'),
  figure('histogram', 'main_loop.data', 'Answers and data that could not be trusted, survived'),
  figure('histogram', 'main_loop.strategy', 'Failures of a strategy'),
  figure('histogram', 'main_loop.account', 'Differences between ledger and account'),
  figure('histogram', 'main_loop.other', 'Other failures survived'),
  figure('histogram', 'order.latency_ms', "From the decision to the exchange's answer, milliseconds", {
    buckets: LATENCY,
  }),
  figure('histogram', 'order.fill_latency_ms', 'From the decision to the last fill of a market order, milliseconds', {
    buckets: LATENCY,
  }),
  figure('counter', 'order.rejected', 'Orders the exchange refused'),
  figure('counter', 'order.unknown', 'Times an order was in doubt'),
  figure('counter', 'order.lost', 'Orders in doubt the exchange never got'),
  figure('counter', 'signal.refused', 'Entries our own rules refused', { labels: [...BOT, 'rule'] }),
  figure('gauge', 'orders.unknown', 'Orders in doubt now'),
  figure('gauge', 'trades.open', 'Trades open now'),
  figure('gauge', 'trading.halted', '1 while entries are halted, else 0'),
  figure('gauge', 'equity', 'Cash and holdings at the last price, quote currency'),
  figure('gauge', 'exposure', 'Value of what is held, quote currency'),
  figure('gauge', 'feed.age_ms', 'Since the last market data, milliseconds'),
  figure(
    'gauge',
    'feed.lag_ms',
    "Longest from the exchange's time of market data to its arrival since the last sample, milliseconds",
  ),
  figure('counter', 'feed.gaps', 'Times market data may have been missed'),
  figure('counter', 'feed.reconnects', 'Connections made again'),
  figure('gauge', 'book.verified_percent', 'Book messages whose checksum was right, percent'),
  figure('gauge', 'rate_budget.left', 'Calls the exchange still allows at once'),
  figure('gauge', 'event_loop.lag_ms', 'Longest wait of an event since the last sample, milliseconds'),
];
