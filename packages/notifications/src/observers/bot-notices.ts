import {
  type ClosedTrade,
  Decimal,
  type Instrument,
  type Notice,
  type NoticeField,
  type Notifier,
  type OpenTrade,
  type OrderEvent,
  type OrderIntended,
  type OrderLost,
  type PositionLiquidated,
  type RemainderLeft,
} from '@fathom/contracts';
import { modeBanner } from '../banners.js';
import type { Bot } from '../bot.js';
import { plainText } from '../message.js';
import { DaySummary } from './day-summary.js';
import { Doubts } from './doubts.js';
import { EntryCosts } from './entry-costs.js';
import { moneyText, shareText, spanText } from './amounts.js';
import type { BotStarted, BotStopped, Observation, Observer, Sampled } from './observation.js';

/** A connection that is back sooner is in the figures and the log, not worth a message. */
const OUTAGE_MS = 30_000;

/** What `BotNotices` needs. */
export interface BotNoticesOptions {
  readonly notifier: Notifier;
  readonly bot: Bot;
  readonly instrument: Instrument;
}

interface Message extends Pick<Notice, 'kind' | 'severity' | 'time' | 'title' | 'trade' | 'sameAs'> {
  readonly fields?: readonly (readonly [name: string, value: string])[];
}

/** Turns what happens to a bot into messages to people. */
export class BotNotices implements Observer {
  readonly #options: BotNoticesOptions;
  readonly #from: string;
  readonly #entries = new EntryCosts();
  readonly #doubts = new Doubts();
  readonly #day: DaySummary;
  #disconnected: { readonly since: number; readonly reason: string } | undefined;
  #isOutage = false;

  constructor(options: BotNoticesOptions) {
    const { bot, instrument } = options;
    this.#options = options;
    this.#from = `${bot.id}:${bot.name}`;
    this.#day = new DaySummary(instrument.quote);
  }

  observe(event: Observation): void {
    const { type } = event;
    if (type === 'bot-started') this.#started(event);
    else if (type === 'bot-stopped') this.#stopped(event);
    else if (type === 'trade-opened') this.#opened(event.time, event.trade);
    else if (type === 'trade-closed') this.#closed(event.time, event.trade);
    else if (type === 'sampled') this.#sampled(event);
    else if (type === 'amend-intended') return;
    else if (type === 'position-liquidated') this.#liquidated(event);
    else if (type === 'remainder-left') this.#leftOver(event);
    else if ('clientOrderId' in event || type === 'order-intended') this.#order(event);
    else if (type === 'signal-refused') {
      const { time, rule, reason, signal } = event;
      this.#say({
        kind: 'entry-refused',
        severity: 'warning',
        time,
        title: `Entry refused: ${reason}`,
        sameAs: rule,
        fields: [['Signal', `${signal.side} @ ${this.#price(signal.price)}: ${signal.reason}`]],
      });
    } else if (type === 'trading-halted') {
      const by = event.by === undefined ? '' : ` by ${event.by}`;
      this.#say({ kind: 'trading-halted', severity: 'error', time: event.time, title: `Halted${by}: ${event.reason}` });
    } else if (type === 'trading-resumed') {
      this.#say({ kind: 'trading-resumed', severity: 'info', time: event.time, title: 'Trading is resumed' });
    } else if (type === 'troubled' && event.code === 'strategy') {
      const title = `The strategy failed and is not asked again: ${event.reason}`;
      this.#say({ kind: 'trouble', severity: 'critical', time: event.time, title });
    } else if (type === 'troubled' && event.code === 'account') {
      this.#say({ kind: 'trouble', severity: 'error', time: event.time, title: event.reason });
    } else if (type === 'feed-disconnected' || type === 'feed-silent') {
      this.#disconnected ??= { since: event.time, reason: event.reason };
    } else if (type === 'feed-subscribed' || 'receivedAt' in event) {
      this.#back('receivedAt' in event ? event.receivedAt : event.time);
    }
  }

  /** With the pair's digits: a strategy's arithmetic leaves more. */
  #price(price: number): string {
    return Decimal.rounded(price, this.#options.instrument.priceDecimals).toString();
  }

  #started({ time, mode, strategy, period }: BotStarted): void {
    const { instrument } = this.#options;
    this.#say({
      kind: 'bot-started',
      severity: 'info',
      time,
      title: plainText(modeBanner(mode, this.#options.bot)),
      fields: [
        ['Pair', instrument.name],
        ['Strategy', `${strategy} @ ${period} minute period`],
      ],
    });
  }

  #stopped({ time, failure }: BotStopped): void {
    const title = failure === undefined ? 'Stopped' : `Stopped by a failure: ${failure}`;
    this.#say({ kind: 'bot-stopped', severity: failure === undefined ? 'info' : 'critical', time, title });
  }

  #opened(time: number, { id, side, quantity, entryPrice }: OpenTrade): void {
    const { base, quote } = this.#options.instrument;
    const costs = this.#entries.take(id);
    this.#say({
      kind: 'trade-opened',
      severity: 'info',
      time,
      title: `${side === 'long' ? 'Bought' : 'Sold short'} ${quantity.toString()} ${base} @ ${entryPrice}`,
      trade: id,
      fields: [
        ['Price', `${entryPrice} ${quote}`],
        ['Volume', `${quantity.toString()} ${base}`],
        ...(costs === undefined
          ? []
          : ([
              ['Cost', moneyText(costs.cost, quote)],
              ['Fee', moneyText(costs.fee, quote)],
            ] as const)),
        ...(costs === undefined
          ? []
          : ([
              ['Order', costs.order],
              ['Reason', costs.reason],
            ] as const)),
      ],
    });
  }

  #closed(time: number, trade: ClosedTrade): void {
    this.#day.closed(trade, time);
    const { base, quote } = this.#options.instrument;
    const { id, side, quantity, entryPrice, exitPrice, entryCost, exitCost, profit } = trade;
    const result = `${moneyText(profit, quote, { isSigned: true })} (${shareText(profit, entryCost)})`;
    const leftOver = trade.leftOver ?? Decimal.ZERO;
    const isSold = leftOver.isLessThan(quantity);
    const sold = side === 'long' ? 'Sold' : 'Bought back';
    const what = isSold ? `${sold} ${quantity.minus(leftOver).toString()}` : `Left over ${quantity.toString()}`;
    this.#say({
      kind: 'trade-closed',
      severity: 'info',
      time,
      title: `${what} ${base} @ ${exitPrice.toString()}, P/L ${result}`,
      trade: id,
      fields: [
        ['P/L', result],
        ['Price', `${entryPrice.toString()} → ${exitPrice.toString()} ${quote}`],
        ['Volume', `${quantity.toString()} ${base}`],
        ['Cost', `${moneyText(entryCost, quote)} → ${moneyText(exitCost, quote)}`],
        ['Fees', moneyText(trade.entryFee.plus(trade.exitFee), quote)],
        ['Open for', spanText(trade.closedAt - trade.openedAt)],
        ...(isSold && leftOver.isPositive() ? [['Left over', `${leftOver.toString()} ${base}`] as const] : []),
        ['Order', trade.exitOrderId],
        ['Reason', `${trade.entryReason} → ${trade.exitReason}`],
      ],
    });
  }

  #order(event: OrderIntended | OrderEvent | OrderLost): void {
    this.#entries.observe(event);
    const settled = this.#doubts.observe(event);
    if (settled === undefined) return;
    const { order, became, reason } = settled;
    const isInDoubt = became === undefined;
    this.#say({
      kind: isInDoubt ? 'order-unknown' : 'order-settled',
      severity: isInDoubt ? 'error' : 'info',
      time: event.time,
      title: isInDoubt ? `Order ${order} is in doubt: ${reason}` : `Order ${order} is no longer in doubt: ${became}`,
      sameAs: isInDoubt ? 'unknown' : 'settled',
      ...(settled.trade !== undefined && { trade: settled.trade }),
    });
  }

  #liquidated({ time, side, fill, exchangeOrderId }: PositionLiquidated): void {
    const { instrument } = this.#options;
    const what = `${fill.quantity.toString()} ${instrument.base} @ ${fill.price.toString()}`;
    this.#say({
      kind: 'trouble',
      severity: 'critical',
      time,
      title: `The exchange closed a position, the margin level was too low: ${side} ${what}`,
      fields: [['Order', exchangeOrderId]],
    });
  }

  #leftOver({ time, tradeId, quantity, price, why }: RemainderLeft): void {
    const { base, quote } = this.#options.instrument;
    const reason = why === 'not-held' ? 'a stray fill has given it back already' : 'it is below the minimum';
    this.#say({
      kind: 'trouble',
      severity: why === 'not-held' ? 'error' : 'warning',
      time,
      title: `${quantity.toString()} ${base} of a trade cannot be closed: ${reason}`,
      trade: tradeId,
      fields: [['Counted at', `${price.toString()} ${quote}`]],
    });
  }

  #sampled(sample: Sampled): void {
    const { time } = sample;
    const summary = this.#day.sampled(sample);
    if (summary !== undefined) this.#say({ kind: 'daily-summary', severity: 'info', time, ...summary });
    const gone = this.#disconnected;
    if (gone === undefined || this.#isOutage || time - gone.since < OUTAGE_MS) return;
    this.#isOutage = true;
    const title = `No market data for ${spanText(time - gone.since)}: ${gone.reason}`;
    this.#say({ kind: 'outage-begun', severity: 'error', time, title, sameAs: 'outage' });
  }

  #back(time: number): void {
    const gone = this.#disconnected;
    if (gone === undefined) return;
    this.#disconnected = undefined;
    if (!this.#isOutage) return;
    this.#isOutage = false;
    const title = `Market data is back after ${spanText(time - gone.since)}`;
    this.#say({ kind: 'outage-ended', severity: 'info', time, title, sameAs: 'outage' });
  }

  #say({ fields = [], ...message }: Message): void {
    const named: NoticeField[] = fields.map(([name, value]) => ({ name, value }));
    this.#options.notifier.notify({ ...message, from: this.#from, fields: named });
  }
}
