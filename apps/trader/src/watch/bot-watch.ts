import { type Clock, type Logger, type Scheduler } from '@fathom/contracts';
import {
  type Bot,
  BotMetrics,
  BotNotices,
  type Observation,
  type Observer,
  observers,
  OrderLog,
  withTags,
} from '@fathom/notifications';
import type { BotObserver } from '../trade/bot-observer.js';
import type { RunningBot } from '../trade/running-bot.js';
import type { BotOutlets } from './outlets.js';

const SAMPLE_MS = 10_000;

export interface BotWatchOptions {
  readonly bot: () => RunningBot;
  readonly log: Logger;
  readonly outlets: BotOutlets;
  /** The bot's own clock, which a rehearsal's runs faster. */
  readonly time: Clock & Scheduler;
}

/** Shows one bot's life to figures, messages and the log. */
export class BotWatch {
  readonly observer: BotObserver;
  private readonly options: BotWatchOptions;
  private watchers: Observer | undefined;
  private cancel: () => void = () => undefined;

  constructor(options: BotWatchOptions) {
    this.options = options;
    const { time, bot } = options;
    this.observer = {
      onFeed: (event) => this.show(event),
      onLedger: (event) => this.show(event),
      onTrade: (event) => this.show(event),
      onCandle: ({ candle, origin }) => {
        if (origin === 'history') return;
        this.show({ type: 'candle-seen', time: time.now(), candle, indicators: bot().indicators });
      },
      onTrouble: (reason, code) => this.show({ type: 'troubled', time: time.now(), code, reason }),
      onStrategyFailure: (error) =>
        this.show({
          type: 'troubled',
          time: time.now(),
          code: 'strategy',
          reason: error instanceof Error ? error.message : String(error),
        }),
    };
  }

  /** The bot begins its work. */
  start(): void {
    const { bot, time } = this.options;
    const { plan } = bot();
    this.watchers = this.watchersOf(bot(), plan.identity);
    const { mode, definition, interval: period } = plan;
    this.show({ type: 'bot-started', time: time.now(), mode, strategy: definition.label, period });
    this.sample();
  }

  /** It has ended; `failure` says why when nobody wanted it to. */
  end(failure?: string): void {
    this.cancel();
    const time = this.options.time.now();
    this.show({ type: 'bot-stopped', time, ...(failure !== undefined && { failure }) });
  }

  private watchersOf({ pair: instrument, plan }: RunningBot, bot: Bot): Observer {
    const { outlets, log, time } = this.options;
    const all: Observer[] = [new OrderLog({ log, instrument })];
    if (outlets.metrics !== undefined) {
      const tags = { bot_name: bot.name, bot_id: bot.id, pair: instrument.id };
      const metrics = withTags(outlets.metrics, tags);
      all.push(new BotMetrics({ metrics, strategy: plan.definition.name, now: () => time.now() }));
    }
    if (outlets.notifier !== undefined) all.push(new BotNotices({ notifier: outlets.notifier, bot, instrument }));
    return observers(all, (error) => log.error(`a defect of the observers, trading goes on: ${String(error)}`));
  }

  private show(event: Observation): void {
    this.watchers?.observe(event);
  }

  private sample(): void {
    const { bot, time, outlets } = this.options;
    const { ledger, pulse, unknownOrders, callsLeft } = bot();
    const { price } = pulse;
    const bookVerifiedPercent = bot().takeBookVerifiedPercent();
    const eventLoopLagMs = outlets.lag?.longestMs();
    this.show({
      type: 'sampled',
      time: time.now(),
      openTrades: ledger.open.length,
      unknownOrders,
      rateBudgetLeft: callsLeft,
      ...(price !== undefined && {
        equity: ledger.equityAt(price),
        exposure: Math.abs(ledger.holding.toNumber() * price),
      }),
      ...(bookVerifiedPercent !== undefined && { bookVerifiedPercent }),
      ...(eventLoopLagMs !== undefined && { eventLoopLagMs }),
    });
    this.cancel = time.after(SAMPLE_MS, () => this.sample());
  }
}
