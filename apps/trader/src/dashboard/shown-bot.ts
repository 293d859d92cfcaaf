import { type CommandGiven, Decimal, type FeedEvent, type LedgerEvent, type TradeEvent } from '@fathom/contracts';
import type {
  BotAbout,
  BotAction,
  BotNews,
  BotSource,
  BotStatus,
  ChartMark,
  ChartView,
  EventView,
  TradesPage,
} from '@fathom/dashboard';
import type { FeedCandle } from '@fathom/trading';
import type { BotObserver } from '../trade/bot-observer.js';
import type { RunningBot } from '../trade/running-bot.js';
import { CandleMemory, rowOf } from './candle-memory.js';
import { DayAndPeak } from './day-and-peak.js';
import { eventView } from './event-view.js';
import { limitViews } from './limit-views.js';
import type { LogTail } from './log-tail.js';
import { OrderList } from './order-list.js';
import { closedMarks, openedMark } from './trade-marks.js';
import { openTradeView, tradeColumns } from './trade-views.js';
import { settingViews } from './setting-views.js';

export interface ShownBotOptions {
  readonly bot: RunningBot;
  readonly tail: LogTail;
  /** Time as people's watches tell it. */
  readonly watch: { now(): number };
}

/** A kept feed event that tells how old market data is when it arrives. */
type Timed = FeedEvent & { readonly receivedAt: number };

/** A running bot as the dashboard sees it. It only looks, but for `act`; what it remembers is bounded. */
export class ShownBot implements BotSource {
  readonly about: BotAbout;
  readonly observer: BotObserver;
  private readonly bot: RunningBot;
  private readonly options: ShownBotOptions;
  private readonly memory: CandleMemory;
  private readonly orderList: OrderList;
  private readonly dayAndPeak = new DayAndPeak();
  private readonly listeners = new Set<(news: BotNews) => void>();
  private feedLagMs: number | null = null;
  private quote: { readonly bid: number; readonly ask: number } | undefined;
  private outages = 0;
  private endedOf: string | undefined;
  private sequence: number;

  constructor(options: ShownBotOptions) {
    const { bot, tail, watch } = options;
    const { plan, pair } = bot;
    this.options = options;
    this.bot = bot;
    this.memory = new CandleMemory(bot.plots);
    this.orderList = new OrderList(bot.memory.store, bot.ledger);
    this.sequence = bot.memory.store.newest(1)[0]?.sequence ?? 0;
    this.about = {
      id: String(plan.identity.id),
      name: plan.identity.name,
      mode: plan.mode,
      pair: pair.name,
      base: pair.base,
      quote: pair.quote,
      priceDecimals: pair.priceDecimals,
      interval: plan.interval,
      strategy: plan.definition.label,
      plots: bot.plots,
      startedAt: watch.now(),
    };
    this.observer = {
      onFeed: (event) => this.heard(event),
      onCandle: (told) => this.candle(told),
      onLedger: (event) => this.kept(event),
      onTrade: (event) => this.traded(event),
      onEnd: (error) => {
        this.endedOf = error instanceof Error ? error.message : String(error);
      },
    };
    tail.listen((line) => this.tell({ type: 'log', line }));
  }

  status(): BotStatus {
    const { bot, about } = this;
    const { ledger, pulse, pair } = bot;
    const now = bot.now;
    const last = bot.currentCandle?.close ?? pulse.price;
    const price = last === undefined ? undefined : Decimal.fromNumber(last, pair.priceDecimals);
    const equity = price === undefined ? undefined : ledger.exactEquityAt(price);
    const { today, drawdownPercent } = this.dayAndPeak.look({ now, equity, ledger });
    const heardAt = pulse.lastHeardAt;
    const reason = this.endedOf ?? pulse.strategyFailure ?? ledger.haltReason;
    return {
      time: now,
      state: this.state(),
      ...(reason !== undefined && { reason }),
      equity: (equity ?? ledger.cash).toString(),
      cash: ledger.cash.toString(),
      holding: ledger.holding.plus(ledger.position).toString(),
      startBalance: this.orderList.startBalance,
      today,
      drawdownPercent,
      price: { last: last ?? 0, ...this.quote },
      openTrades: ledger.open.map((trade) => openTradeView(trade, price ?? Decimal.ZERO)),
      closedTrades: ledger.closed.length,
      unknownOrders: bot.unknownOrders,
      feedAgeMs: heardAt === undefined ? null : Math.max(0, this.options.watch.now() - heardAt),
      feedLagMs: this.feedLagMs,
      outages: this.outages,
      ...(about.mode !== 'paper' && { rateBudget: bot.callsLeft }),
    };
  }

  chart(): ChartView {
    const { bot, memory } = this;
    return { ...memory.view(bot.currentCandle), marks: closedMarks(bot.ledger) };
  }

  trades(from: number, limit: number): TradesPage {
    return tradeColumns(this.bot.ledger, from, limit);
  }

  orders() {
    return this.orderList.views();
  }

  events(before: number | undefined, limit: number): readonly EventView[] {
    return this.bot.memory.store.newest(limit, before).map(({ sequence, event }) => eventView(sequence, event));
  }

  log(after: number, limit: number) {
    return this.options.tail.lines(after, limit);
  }

  limits() {
    const { plan, ledger, now, pulse } = this.bot;
    return limitViews({
      limits: plan.limits ?? {},
      ledger,
      now,
      price: pulse.price,
      sent: this.orderList.sentSince(now - 60_000),
    });
  }

  settings() {
    return settingViews(this.bot.plan);
  }

  listen(listener: (news: BotNews) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  act(action: BotAction, who: string): { readonly isDone: boolean; readonly text: string } {
    const { bot } = this;
    const { ledger } = bot;
    const by = `dashboard, ${who}`;
    const command = (name: CommandGiven['command'], about?: string) => bot.command(name, by, about);
    switch (action.action) {
      case 'pause':
        if (ledger.haltReason !== undefined) return refused(`entries are stopped already: ${ledger.haltReason}`);
        bot.halt('paused by hand', by);
        return done('entries are stopped; what is open is looked after');
      case 'resume':
        if (ledger.haltReason === undefined) return refused('entries are not stopped');
        bot.resume(by);
        return done('the bot may enter again');
      case 'close-trade': {
        const trade = ledger.trade(action.id);
        if (trade === undefined) return refused('that trade is not open any more');
        if (trade.isClosing) return refused('that trade is being closed already');
        command('close-trade', action.id);
        return done('the trade is being closed at the market');
      }
      case 'cancel-order': {
        const order = ledger.find(action.id);
        if (order === undefined || order.isFinal) return refused('that order is final already');
        command('cancel-order', action.id);
        return done('the exchange is asked to take it off');
      }
      case 'cancel-all': {
        const count = ledger.activeOrders().length;
        if (count === 0) return refused('there is no order to cancel');
        command('cancel-all');
        return done(`the exchange is asked to take off ${count} order(s)`);
      }
      case 'kill':
        if (ledger.haltReason === undefined) bot.halt('kill switch', by);
        command('leave-all');
        return done(`entries are stopped; ${ledger.open.length} trade(s) are being closed at the market`);
      default:
        return action satisfies never;
    }
  }

  private state(): BotStatus['state'] {
    const { pulse, ledger } = this.bot;
    if (this.endedOf !== undefined) return 'ended';
    if (pulse.isStopping) return 'stopping';
    if (pulse.strategyFailure !== undefined) return 'failed';
    return ledger.haltReason === undefined ? 'trading' : 'halted';
  }

  private heard(event: FeedEvent): void {
    if (event.type === 'feed-disconnected') this.outages += 1;
    if (!isTimed(event) || event.pair !== this.about.pair) return;
    this.feedLagMs = Math.max(0, event.receivedAt - event.time);
    if (event.type === 'ticker-changed') this.quote = { bid: event.ticker.bid, ask: event.ticker.ask };
    const growing = this.bot.currentCandle;
    if (this.listeners.size > 0 && growing !== undefined && event.type !== 'book-update') {
      this.tell({ type: 'candle', candle: rowOf(growing), isGrowing: true });
    }
  }

  private candle({ candle }: FeedCandle): void {
    const values = this.memory.add(candle, this.bot.indicators);
    // Its peak and its day are those of the bot, not of whoever looks.
    this.status();
    this.tell({ type: 'candle', candle: rowOf(candle), isGrowing: false });
    this.tell({ type: 'indicators', values });
  }

  private kept(event: LedgerEvent): void {
    this.sequence += 1;
    this.orderList.kept(event);
    if (this.listeners.size > 0) this.tell({ type: 'event', event: eventView(this.sequence, event) });
  }

  private traded(event: TradeEvent): void {
    const mark: ChartMark | undefined =
      event.type === 'trade-opened' ? openedMark(event.trade, this.bot.ledger) : closedMarks(this.bot.ledger).at(-1);
    if (mark !== undefined) this.tell({ type: 'trade', mark });
  }

  private tell(news: BotNews): void {
    for (const listener of this.listeners) listener(news);
  }
}

function isTimed(event: FeedEvent): event is Timed & { readonly pair: string } {
  return 'receivedAt' in event;
}

const done = (text: string) => ({ isDone: true, text });
const refused = (text: string) => ({ isDone: false, text });
