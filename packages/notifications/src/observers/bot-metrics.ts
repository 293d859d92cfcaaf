import {
  type ClosedTrade,
  type Metrics,
  type MetricTags,
  type OpenTrade,
  type OrderEvent,
  type OrderIntended,
  type OrderLost,
  typicalPrice,
} from '@fathom/contracts';
import { FeedWatch } from './feed-watch.js';
import type { BotStarted, BotStopped, CandleSeen, Observation, Observer, Sampled } from './observation.js';
import { OrderTimes } from './order-times.js';

const CODES = new Set(['transport', 'kraken', 'data', 'strategy', 'account']);

/** What `BotMetrics` needs. */
export interface BotMetricsOptions {
  /** Has the tags of the bot: `bot_name`, `bot_id`, `pair`. */
  readonly metrics: Metrics;
  /** The strategy's name, which the original sent as `name`. */
  readonly strategy: string;
  /** This machine's time, milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/** Turns what happens to a bot into figures, under the original's names where it had one. See `BOT_METRICS`. */
export class BotMetrics implements Observer {
  readonly #metrics: Metrics;
  readonly #name: string;
  readonly #now: () => number;
  readonly #orders = new OrderTimes();
  readonly #feed = new FeedWatch();

  constructor({ metrics, strategy, now }: BotMetricsOptions) {
    this.#metrics = metrics;
    this.#name = strategy;
    this.#now = now;
  }

  observe(event: Observation): void {
    const { type } = event;
    if (type === 'candle-seen') this.#candle(event);
    else if (type === 'sampled') this.#sampled(event);
    else if (type === 'trade-opened') this.#opened(event.trade);
    else if (type === 'trade-closed') this.#closed(event.trade);
    else if (type === 'bot-started' || type === 'bot-stopped') this.#bot(event);
    else if (type === 'troubled')
      this.#metrics.histogram(`main_loop.${CODES.has(event.code) ? event.code : 'other'}`, 1);
    else if (type === 'amend-intended') return;
    else if (type === 'fee-charged') this.#metrics.count('trading_fees', event.fee.toNumber());
    else if ('clientOrderId' in event || type === 'order-intended') this.#order(event);
    else if (type === 'signal-refused') this.#metrics.count('signal.refused', 1, { rule: event.rule });
    else if (type === 'trading-halted') this.#metrics.gauge('trading.halted', 1);
    else if (type === 'trading-resumed') this.#metrics.gauge('trading.halted', 0);
    else if (type === 'feed-disconnected') this.#metrics.count('feed.gaps');
    else if (type === 'feed-connected' && this.#feed.connected()) this.#metrics.count('feed.reconnects');
    else if ('receivedAt' in event) this.#feed.heard(event);
  }

  #bot(event: BotStarted | BotStopped): void {
    if (event.type === 'bot-started') {
      const text = `${event.mode}, ${event.strategy} @ ${event.period} minute period`;
      this.#metrics.event({ title: 'Bot started', text, severity: 'info' });
    } else if (event.failure !== undefined) {
      this.#metrics.event({ title: 'Bot failed', text: event.failure, severity: 'error' });
    }
  }

  #opened({ id, side, quantity, entryPrice }: OpenTrade): void {
    const volume = quantity.toString();
    this.#traded('open', {
      type: side === 'long' ? 'buy' : 'sell',
      order: this.#orders.entryOrder(id) ?? id,
      volume,
      cur_price: entryPrice,
    });
  }

  #closed(trade: ClosedTrade): void {
    const { side, quantity, exitOrderId, exitPrice, profit } = trade;
    const type = side === 'long' ? 'sell' : 'buy';
    this.#traded('close', { type, order: exitOrderId, volume: quantity.toString(), cur_price: exitPrice.toNumber() });
    this.#metrics.count('bottrade.profit', profit.toNumber());
    this.#metrics.count('bottrade.win_rate', profit.isPositive() ? 1 : -1);
  }

  #traded(what: 'open' | 'close', about: { readonly type: string; readonly volume: string } & MetricTags): void {
    const tags = { name: this.#name, ...about };
    this.#metrics.count(`${what}.order`, 1, tags);
    this.#metrics.event({
      title: what === 'open' ? 'Order Open' : 'Order Close',
      text: `${about.type} ${about.volume} @ ${about['cur_price']}`,
      severity: 'success',
      tags,
    });
  }

  #candle({ candle, indicators }: CandleSeen): void {
    const { close, high, low } = candle;
    const prices = { close, high, low, typical_price: typicalPrice(candle) };
    for (const [name, value] of Object.entries(prices)) this.#metrics.histogram(`candlestick.price.${name}`, value);
    for (const [name, value] of Object.entries(indicators)) {
      const values = typeof value === 'object' ? value : [typeof value === 'string' ? DIRECTIONS[value] : value];
      for (const each of values) if (each !== undefined) this.#metrics.histogram(name, each);
    }
  }

  #sampled(sample: Sampled): void {
    const { ageMs, lagMs } = this.#feed.sample(this.#now());
    const gauges = {
      equity: sample.equity,
      exposure: sample.exposure,
      'trades.open': sample.openTrades,
      'orders.unknown': sample.unknownOrders,
      'rate_budget.left': sample.rateBudgetLeft,
      'book.verified_percent': sample.bookVerifiedPercent,
      'event_loop.lag_ms': sample.eventLoopLagMs,
      'feed.age_ms': ageMs,
      'feed.lag_ms': lagMs,
    };
    for (const [name, value] of Object.entries(gauges)) if (value !== undefined) this.#metrics.gauge(name, value);
  }

  #order(event: OrderIntended | OrderEvent | OrderLost): void {
    const { type } = event;
    if (type === 'order-intended') this.#orders.intended(event, this.#now());
    else if (type === 'order-accepted') {
      this.#orders.accepted(event.clientOrderId, event.exchangeOrderId);
      this.#latency('order.latency_ms', this.#orders.answered(event.clientOrderId, this.#now()));
    } else if (type === 'order-rejected') {
      this.#latency('order.latency_ms', this.#orders.answered(event.clientOrderId, this.#now()));
      this.#metrics.count('order.rejected');
    } else if (type === 'order-filled') {
      this.#metrics.count('total_trading_volume', event.fill.cost.toNumber());
      this.#metrics.count('trading_fees', event.fill.fee.toNumber());
      if (event.isComplete)
        this.#latency('order.fill_latency_ms', this.#orders.filled(event.clientOrderId, this.#now()));
    } else if (type === 'order-unknown') this.#metrics.count('order.unknown');
    else if (type === 'order-lost') this.#metrics.count('order.lost');
  }

  #latency(name: string, ms: number | undefined): void {
    if (ms !== undefined) this.#metrics.histogram(name, ms);
  }
}

/** A trend in words, as a figure. */
const DIRECTIONS: Readonly<Record<string, number>> = { UP: 1, DOWN: -1 };
