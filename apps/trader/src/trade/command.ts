import { resolve } from 'node:path';
import { type Clock, type OrderRequest, type Scheduler, UsageError } from '@fathom/contracts';
import { ConnectionBudget, KrakenExecution, KrakenFeed, recentCandles, systemTime } from '@fathom/exchange';
import type { Ledger } from '@fathom/ledger';
import { type Log, modeBanner, openLog, tradingBanner } from '@fathom/notifications';
import { botFor } from '../backtest/command.js';
import { type BacktestFlags, type BacktestPlan, planBacktest } from '../backtest/options.js';
import type { Io } from '../io.js';
import { type BotLedger, openBotLedger } from './bot-ledger.js';
import { countDown, type Market, type Mode, openMarket, startBalance } from './open-market.js';
import { PaperExecution } from './paper-execution.js';
import { openRehearsal, type Rehearsal } from './rehearsal.js';
import { scaledTime } from './scaled-time.js';
import { Session } from './session.js';
import { logCandle, logEnd, logFeed, logTrade } from './trade-log.js';

export interface TradeFlags extends BacktestFlags {
  readonly live?: boolean;
  readonly keyFile?: string;
  /** Seconds to trade for; until it is interrupted when left out. */
  readonly for?: string;
}

/** Candles of a rehearsal, minutes, and how much faster than life it goes. */
const REHEARSAL_PERIOD = 1;
const REHEARSAL_SPEED = 40;
const PAPER_DEPTH = 100;

/** `trader start`: trades until it is interrupted. */
export async function startTrading(flags: TradeFlags, io: Io): Promise<void> {
  const mode: Mode = flags.exchange === 'rehearsal' ? 'rehearsal' : flags.live === true ? 'live' : 'paper';
  if (mode === 'rehearsal' && flags.live === true) throw new UsageError('a rehearsal is never --live');
  const plan = await planBacktest({ ...flags, exchange: 'kraken' }, io.cwd);
  const interval = plan.interval ?? (mode === 'rehearsal' ? REHEARSAL_PERIOD : 5);
  const bot = botFor(flags, io);
  const real = io.network?.time ?? systemTime;
  const time = mode === 'rehearsal' ? scaledTime(real, REHEARSAL_SPEED) : real;
  const log = await openLog({
    folder: resolve(io.cwd, 'logs'),
    bot,
    clock: time,
    random: { next: io.random },
    console: io.out,
    complain: (line) => io.err.write(`${line}\n`),
  });
  let rehearsal: Rehearsal | undefined;
  let memory: BotLedger | undefined;
  try {
    log.info(modeBanner(mode === 'live' ? 'live' : 'paper', bot));
    if (mode === 'rehearsal') {
      const { instrument, balance } = plan;
      rehearsal = await openRehearsal({ instrument, interval, balance, time, random: { next: io.random } });
    }
    const market = await openMarket(flags, io, { mode, time, rehearsal, log });
    const { pair } = market;
    log.info(
      tradingBanner({
        instrumentId: pair.id,
        exchange: flags.exchange,
        strategyLabel: plan.definition.label,
        period: interval,
      }),
    );
    if (mode === 'live') await countDown(log, real);
    const now = market.kraken.rest.now();
    memory = await openBotLedger({
      folder: resolve(io.cwd, 'data/ledgers'),
      name: mode === 'rehearsal' ? `${bot.id}-rehearsal-${now}` : `${bot.id}-${mode}`,
      botId: String(bot.id),
      mode,
      pair: pair.name,
      startBalance: () => startBalance(market, plan.balance),
      now,
      onTrade: (event) => logTrade(log, event, pair),
    });
    log.info(`Ledger: ${memory.path}${memory.replayed > 1 ? `, ${memory.replayed} events so far` : ''}`);
    await runUntilEnded({ flags, io, log, market, plan: { ...plan, interval }, memory, botId: String(bot.id), real });
  } finally {
    rehearsal?.close();
    memory?.store.close();
    log.close();
  }
}

interface Running {
  readonly flags: TradeFlags;
  readonly io: Io;
  readonly log: Log;
  readonly market: Market;
  readonly plan: BacktestPlan & { readonly interval: NonNullable<BacktestPlan['interval']> };
  readonly memory: BotLedger;
  readonly botId: string;
  readonly real: Clock & Scheduler;
}

async function runUntilEnded(running: Running): Promise<void> {
  const { flags, io, log, market, plan, memory, botId, real } = running;
  const { time, kraken, pair } = market;
  const { rest } = kraken;
  const fees = market.mode === 'paper' ? plan.fees : await kraken.insist(() => rest.fees(pair));
  let paper: PaperExecution | undefined;
  let failure: unknown;
  const ended = new AbortController();
  const session = new Session({
    time,
    exchangeNow: () => rest.now(),
    bot: {
      botId,
      strategy: plan.definition.create(plan.config),
      instrument: pair,
      interval: plan.interval,
      ledger: memory.ledger,
      store: memory.store,
      sizing: plan.sizing,
      costFactor: 1 + fees.takerPercent.toNumber() / 100,
      source: flags.ticker === undefined ? 'market-trades' : 'ticker',
    },
    feed: (deliver) => {
      const feed = new KrakenFeed({
        clock: time,
        scheduler: time,
        random: { next: io.random },
        transport: market.sockets,
        budget: new ConnectionBudget(),
        url: market.wsUrl,
        deliver: (event) => {
          paper?.heard(event, rest.now());
          deliver(event);
        },
      });
      if (market.mode === 'paper') feed.subscribe([{ channel: 'book', pair: pair.name, depth: PAPER_DEPTH }]);
      return feed;
    },
    execution: (tell) => {
      if (market.mode !== 'paper') {
        return new KrakenExecution({
          rest,
          pair,
          time,
          onEvent: tell,
          onTrouble: (reason) => log.warn(reason),
        });
      }
      paper = new PaperExecution({
        instrument: pair,
        cash: memory.ledger.cash,
        holding: memory.ledger.holding,
        fees,
        now: rest.now(),
        depth: PAPER_DEPTH,
        tell,
        scheduler: time,
        onBadBook: () => session.resync({ channel: 'book', pair: pair.name, depth: PAPER_DEPTH }),
      });
      paper.restore(restingOrders(memory.ledger));
      return paper;
    },
    history: {
      recent: async () => {
        const asOf = rest.now();
        return { candles: await recentCandles(rest.market, pair, plan.interval), asOf };
      },
    },
    onTick: (now) => paper?.advanceTo(now),
    onFeed: (event) => logFeed(log, event),
    onCandle: (told) => logCandle(log, told, memory.ledger, pair),
    onTrouble: (reason) => log.warn(reason),
    onStrategyFailure: (error) =>
      log.error(`strategy ${plan.definition.name} failed and is not asked again; what is open stays: ${String(error)}`),
    onEnd: (error) => {
      failure = error;
      ended.abort();
    },
  });
  session.start();
  await Promise.race([aborted(ended.signal), io.untilEnded?.() ?? NEVER, forSeconds(flags, real)]);
  session.close();
  if (failure !== undefined) throw failure;
  logEnd(log, memory.ledger, pair);
}

const NEVER = new Promise<never>(() => undefined);

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    signal.addEventListener('abort', () => done(), { once: true });
  });
}

/** What is left of orders that rested when the last run ended. */
function restingOrders(ledger: Ledger): OrderRequest[] {
  return ledger.activeOrders().flatMap((order) => {
    if (order.exchangeOrderId === '' || order.type === 'market') return [];
    const { clientOrderId, type, side, price, time } = order;
    return [{ clientOrderId, type, side, price, time, quantity: order.quantity.minus(order.filledQuantity) }];
  });
}

function forSeconds({ for: seconds }: TradeFlags, real: Scheduler): Promise<void> {
  if (seconds === undefined) return NEVER;
  return new Promise((done) => {
    real.after(Number(seconds) * 1000, done);
  });
}
