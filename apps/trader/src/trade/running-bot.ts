import {
  type Candle,
  type CommandGiven,
  Decimal,
  type IndicatorValues,
  type Plot,
  type Strategy,
  UsageError,
} from '@fathom/contracts';
import type { KrakenPair } from '@fathom/exchange';
import { AccountCheck, type Ledger } from '@fathom/ledger';
import { recordPath, SessionRecord } from '../divergence/session-record.js';
import { AccountMemoryFile } from './account-memory-file.js';
import { type BotExecution, botExecution } from './bot-execution.js';
import { type BotLedger, openBotLedger } from './bot-ledger.js';
import { botFeed } from './bot-feed.js';
import { type BotObserver, observed } from './bot-observer.js';
import { checkNewest } from './check-newest.js';
import type { BotPlan } from './bot-plan.js';
import { InUse } from './in-use.js';
import { STRATEGY_LIMIT_MS, StrategyHung } from './limited-call.js';
import { limitedStrategy } from './limited-strategy.js';
import type { MarketAccess } from './market-access.js';
import { Pulse } from './pulse.js';
import { Reconciliation } from './reconciliation.js';
import { Session } from './session.js';
import { unsettled } from './unsettled.js';

/** How a bot is stopped in good order. */
export interface StopOptions {
  /** Closes what is open at the market, instead of leaving it to the next start. */
  readonly isClosing: boolean;
  /** Why, as exits of it will say. */
  readonly reason: string;
  /** What it may take for everything to be known, milliseconds. */
  readonly deadlineMs: number;
}

const LOOK_MS = 250;
/** How far back an account is compared of which nothing is known. */
const LOOK_BACK_MS = 86_400_000;
/** Between two attempts to close what is open: the exchange may refuse. */
const LEAVE_AGAIN_MS = 5_000;

/**
 * One bot over a market access that others may share: a pair, a strategy, a ledger on disk. Whatever happens to it, a
 * strategy that throws, a disk that is full, is its own affair; nothing in here is the process's.
 */
export class RunningBot {
  readonly plan: BotPlan;
  readonly pair: KrakenPair;
  readonly memory: BotLedger;
  readonly pulse: Pulse;
  private readonly access: MarketAccess;
  private readonly session: Session;
  private readonly reconciliation: Reconciliation;
  private readonly record: SessionRecord;
  private stopReconciling: (() => void) | undefined;
  private readonly strategy: Strategy;
  /** How much of the book kept on paper was right since it was asked before, percent; undefined for none. */
  takeBookVerifiedPercent: () => number | undefined = () => undefined;
  private isClosed = false;
  private leftAt = Number.NEGATIVE_INFINITY;

  private constructor(plan: BotPlan, access: MarketAccess, parts: Parts) {
    const { pair, memory, fees, observer } = parts;
    const { rest, time } = access;
    this.plan = plan;
    this.access = access;
    this.pair = pair;
    this.memory = memory;
    const inUse = plan.mode === 'live' ? new InUse(memory) : undefined;
    const pulse = new Pulse(access.watch);
    this.pulse = pulse;
    const strategy = limitedStrategy(plan.definition.create(plan.config), plan.strategyLimitMs ?? STRATEGY_LIMIT_MS);
    this.strategy = strategy;
    let execution: BotExecution | undefined;
    let record: SessionRecord | undefined;
    this.session = new Session({
      time,
      exchangeNow: () => rest.now(),
      bot: {
        botId: String(plan.identity.id),
        strategy,
        instrument: pair,
        interval: plan.interval,
        ledger: memory.ledger,
        store: observed(memory.store, observer),
        sizing: plan.sizing,
        costFactor: 1 + fees.takerPercent.toNumber() / 100,
        source: plan.source,
        ...(plan.limits && { limits: plan.limits }),
        ...(plan.margin && { margin: plan.margin }),
        ...(plan.guards && { guards: plan.guards }),
      },
      execution: (tell) => {
        execution = botExecution({
          plan,
          access,
          pair,
          fees,
          ledger: memory.ledger,
          tell,
          onTrouble: (reason) => observer.onTrouble?.(reason, 'kraken'),
          resync: (subscription) => this.session.resync(subscription),
        });
        this.takeBookVerifiedPercent = () => execution?.takeVerifiedPercent?.();
        return execution;
      },
      feed: (deliver) => {
        const feed = botFeed(plan, access, pair, (event) => {
          execution?.heard?.(event, rest.now());
          deliver(event);
          const { currentCandle } = this.session.bot;
          if (event.type === 'ticker-changed' && currentCandle !== undefined) observer.onTicker?.(currentCandle);
        });
        if (execution !== undefined && execution.channels.length > 0) feed.subscribe(execution.channels);
        return feed;
      },
      history: { recent: () => access.history.recent(pair, plan.interval) },
      onTick: (now) => {
        inUse?.at(now);
        execution?.advanceTo?.(now);
        record?.flush();
      },
      ...observer,
      onFeed: (event) => {
        pulse.heard(event);
        record?.heard(event, rest.now());
        observer.onFeed?.(event);
      },
      onCandle: (told) => {
        pulse.candle(told);
        record?.candle(told);
        observer.onCandle?.(told);
      },
      onStrategyFailure: (error) => {
        // Whatever is wrong with it, what runs again may not hang again: that is for who looks after the process.
        if (error instanceof StrategyHung) throw error;
        pulse.strategyFailure = error instanceof Error ? error.message : String(error);
        observer.onStrategyFailure?.(error);
      },
      onEnd: (error) => {
        this.close();
        observer.onEnd?.(error);
      },
    });
    record = new SessionRecord({
      path: recordPath(memory.path),
      run: {
        startsAt: this.session.startsAt,
        botId: String(plan.identity.id),
        pair: pair.name,
        interval: plan.interval,
        strategy: plan.definition.name,
        config: plan.config,
        sizing: plan.sizing,
        ...(plan.limits && { limits: plan.limits }),
        ...(plan.margin && { margin: plan.margin }),
        ...(plan.guards && { guards: plan.guards }),
        takerPercent: fees.takerPercent,
        makerPercent: fees.makerPercent,
      },
      onTrouble: (reason) => observer.onTrouble?.(reason, 'record'),
    });
    this.record = record;
    const file = new AccountMemoryFile(memory.path.replace(/\.sqlite$/, '.account.json'));
    this.reconciliation = new Reconciliation({
      check: new AccountCheck({
        botId: String(plan.identity.id),
        instrument: pair,
        ledger: memory.ledger,
        memory: file.load(),
        tradesSince: Math.max(memory.ledger.openedAt, rest.now() - LOOK_BACK_MS),
      }),
      file,
      find: (order) => execution?.find?.(order),
      tell: (event) => this.session.act((bot) => bot.process(event)),
      fillsOf: async (order) => (await access.books?.fillsOf(order)) ?? [],
      now: () => rest.now(),
      quote: pair.quote,
      executedTwice: (order, exchangeOrderId) => execution?.executedTwice?.(order, exchangeOrderId),
      halt: (reason) => this.halt(reason, 'reconciliation'),
      onNote: (text) => observer.onNote?.(text),
      onTrouble: (text) => observer.onTrouble?.(text, 'account'),
    });
  }

  /**
   * Finds the pair, asks what it costs to trade it, and opens the ledger: a new one, or one to take up again. Asks an
   * exchange that does not answer for as long as it takes.
   * @throws {UsageError} for an unknown pair, a quantity below its minimum while nothing is open, or a bot that is running
   * already.
   * @throws {DataError} for a ledger that is damaged, newer, another bot's, of another pair or mode, or older than what Kraken
   * has of the bot.
   */
  static async open(plan: BotPlan, access: MarketAccess, observer: BotObserver = {}): Promise<RunningBot> {
    const { rest } = access;
    const pair = await access.insist(() => rest.pairs.find(plan.pair));
    const fees = plan.mode === 'paper' ? plan.fees : await access.insist(() => access.account.fees(pair));
    const now = rest.now();
    const { id } = plan.identity;
    const memory = await openBotLedger({
      folder: plan.ledgerFolder,
      name: plan.mode === 'rehearsal' ? `${id}-rehearsal-${Math.trunc(now)}` : `${id}-${plan.mode}`,
      botId: String(id),
      mode: plan.mode,
      pair: pair.name,
      costDecimals: pair.costDecimals,
      startBalance: () => startBalance(plan, access, pair),
      now,
      onTrade: (event) => observer.onTrade?.(event),
    });
    try {
      if (plan.mode === 'live' && memory.replayed > 0) await checkNewest(memory, String(id), access);
      // What is open is looked after all the same: Kraken raises its minimum now and then.
      if (memory.ledger.open.length === 0) checkSize(plan, pair);
      return new RunningBot(plan, access, { pair, memory, fees, observer });
    } catch (error) {
      memory.store.close();
      throw error;
    }
  }

  get ledger(): Ledger {
    return this.memory.ledger;
  }

  /** The exchange's time when it began, milliseconds since 1970 UTC: candles closed by then are for learning. */
  get startsAt(): number {
    return this.session.startsAt;
  }

  /** Orders nobody knows the fate of. */
  get unknownOrders(): number {
    return this.session.bot.engine.unknownOrders;
  }

  /** The candle being formed; undefined before the feed's first price. */
  get currentCandle(): Candle | undefined {
    return this.session.bot.currentCandle;
  }

  /** How its indicators are drawn. */
  get plots(): readonly Plot[] {
    return this.strategy.plots ?? [];
  }

  /** The exchange's clock, milliseconds since 1970 UTC. */
  get now(): number {
    return this.access.rest.now();
  }

  /** Somebody wants something done by hand; it is kept with who wants it. */
  command(command: CommandGiven['command'], by: string, about?: string): void {
    const time = this.access.rest.now();
    const event = { type: 'command-given', time, command, by, ...(about !== undefined && { about }) } as const;
    this.session.act((bot) => bot.process(event));
  }

  /** What the strategy reads from its indicators now; nothing once it has failed. */
  get indicators(): IndicatorValues {
    return this.pulse.strategyFailure === undefined ? (this.strategy.indicators?.() ?? {}) : {};
  }

  /** Calls the exchange still allows at once, by our own count. */
  get callsLeft(): number {
    return this.access.rest.callsLeft;
  }

  /** Takes up where the ledger ends, and trades. */
  start(): void {
    this.session.start();
    if (!this.isClosed) this.stopReconciling = this.access.books?.join(this.reconciliation);
  }

  /** Nothing is entered until `resume`, in this run or a later one; what is open is looked after. */
  halt(reason: string, by: string): void {
    const time = this.access.rest.now();
    this.session.act((bot) => bot.process({ type: 'trading-halted', time, reason, by }));
  }

  resume(by: string): void {
    const time = this.access.rest.now();
    this.session.act((bot) => bot.process({ type: 'trading-resumed', time, by }));
  }

  /** Closes every open trade at the market, and again after a pause what is still open then. */
  leaveAll(reason: string): void {
    const now = this.access.time.now();
    if (this.ledger.open.length === 0 || Math.abs(now - this.leftAt) < LEAVE_AGAIN_MS) return;
    this.leftAt = now;
    this.session.act((bot) => bot.engine.leaveAll(this.access.rest.now(), reason));
  }

  /**
   * Ends in good order: nothing new is decided, answers that are on their way are waited for, and what is open is closed
   * if so wished.
   * @returns what could not be done in time, in words; undefined when all was.
   */
  async stop({ isClosing, reason, deadlineMs }: StopOptions): Promise<string | undefined> {
    const { time } = this.access;
    const until = time.now() + deadlineMs;
    this.pulse.isStopping = true;
    this.session.settle();
    while (!this.isClosed && unsettled(this.ledger, isClosing) !== '' && time.now() < until) {
      if (isClosing) this.leaveAll(reason);
      await new Promise<void>((done) => time.after(LOOK_MS, done));
    }
    const left = unsettled(this.ledger, isClosing);
    this.close();
    return left === '' ? undefined : left;
  }

  /** At once. Orders on the exchange stay there, and those on their way are looked for at the next start. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.stopReconciling?.();
    this.session.close();
    this.record.flush();
    this.memory.store.close();
  }
}

interface Parts {
  readonly pair: KrakenPair;
  readonly memory: BotLedger;
  readonly fees: BotPlan['fees'];
  readonly observer: BotObserver;
}

/** @throws {UsageError} for a quantity of which nothing could ever be entered. */
function checkSize({ sizing }: BotPlan, { base, minQuantity, name }: KrakenPair): void {
  if (sizing.type !== 'quantity' || !sizing.quantity.isLessThan(minQuantity)) return;
  throw new UsageError(
    `--volume ${sizing.quantity.toString()} ${base} is below the ${minQuantity.toString()} that Kraken takes at least in ${name}`,
  );
}

/** What there is to trade with: the account's own, or what was said. */
async function startBalance(plan: BotPlan, access: MarketAccess, pair: KrakenPair): Promise<Decimal> {
  if (plan.mode === 'paper' || plan.mode === 'validate') return plan.balance;
  const balances = await access.insist(() => access.account.balances());
  return balances.find(({ asset }) => asset === pair.quote)?.total ?? Decimal.ZERO;
}
