import { resolve } from 'node:path';
import {
  type Clock,
  Decimal,
  type FeedEvent,
  type OrderRequest,
  type Scheduler,
  type TradeEvent,
  UsageError,
} from '@fathom/contracts';
import { candleLine } from '@fathom/candles';
import {
  ConnectionBudget,
  KrakenExecution,
  KrakenFeed,
  type KrakenPair,
  type KrakenRest,
  krakenEndpoints,
  recentCandles,
  type SocketTransport,
  systemTime,
  wsTransport,
} from '@fathom/exchange';
import { type Ledger, tradeRow, valueTrade } from '@fathom/ledger';
import { type Log, modeBanner, openLog, tradingBanner } from '@fathom/notifications';
import type { FeedCandle } from '@fathom/trading';
import { botFor } from '../backtest/command.js';
import { type BacktestFlags, type BacktestPlan, planBacktest } from '../backtest/options.js';
import type { Io } from '../io.js';
import { openKraken, type OpenKraken } from '../kraken.js';
import { type BotLedger, openBotLedger } from './bot-ledger.js';
import { PaperExecution } from './paper-execution.js';
import { openRehearsal, type Rehearsal } from './rehearsal.js';
import { scaledTime } from './scaled-time.js';
import { Session } from './session.js';

export interface TradeFlags extends BacktestFlags {
  readonly live?: boolean;
  readonly keyFile?: string;
  /** Seconds to trade for; until it is interrupted when left out. */
  readonly for?: string;
}

type Mode = 'live' | 'paper' | 'rehearsal';

/** Candles of a rehearsal, minutes, and how much faster than life it goes. */
const REHEARSAL_PERIOD = 1;
const REHEARSAL_SPEED = 40;
const COUNTDOWN_S = 5;
const PAPER_DEPTH = 100;
/** Trades whose rows are shown after each candle: those open, and the last that closed. */
const ROWS = 10;

interface Market {
  readonly mode: Mode;
  readonly time: Clock & Scheduler;
  readonly kraken: OpenKraken;
  readonly pair: KrakenPair;
  readonly sockets: SocketTransport;
  readonly wsUrl: string;
}

/** `trader start`: trades until it is interrupted. */
export async function trade(flags: TradeFlags, io: Io): Promise<void> {
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
      startBalance: () => startBalance(market, plan),
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

interface Parts {
  readonly mode: Mode;
  readonly time: Clock & Scheduler;
  readonly rehearsal: Rehearsal | undefined;
  readonly log: Log;
}

async function openMarket(flags: TradeFlags, io: Io, { mode, time, rehearsal, log }: Parts): Promise<Market> {
  const network = rehearsal === undefined ? io.network : { transport: rehearsal.transport, time };
  const err = { write: (text: string) => log.warn(text.trimEnd()) };
  const kraken = openKraken(
    { ...io, err, ...(network && { network }) },
    { withKeys: mode === 'live', keyFile: flags.keyFile, ...(rehearsal && { keys: rehearsal.keys }) },
  );
  if (mode === 'live' && kraken.keys === undefined) {
    throw new UsageError('--live needs keys: set KRAKEN_API_KEY and KRAKEN_API_SECRET, or write them into kraken.key');
  }
  await kraken.insist(() => kraken.rest.measureClock());
  const pair = await kraken.insist(() => kraken.rest.pairs.find(flags.currency));
  return { mode, time, kraken, pair, sockets: rehearsal?.sockets ?? wsTransport(), wsUrl: krakenEndpoints(io.env).ws };
}

async function countDown(log: Log, real: Scheduler): Promise<void> {
  for (let left = COUNTDOWN_S; left > 0; left -= 1) {
    log.warn(`LIVE trading with real money begins in ${left} s; Ctrl-C stops it`);
    await new Promise<void>((done) => {
      real.after(1000, done);
    });
  }
}

/** What there is to trade with: the account's own, or what was said on the command line. */
async function startBalance({ mode, kraken, pair }: Market, { balance }: BacktestPlan): Promise<Decimal> {
  if (mode === 'paper') return balance;
  const balances = await kraken.insist(() => kraken.rest.account.extendedBalances());
  return balances.find(({ asset }) => asset === pair.quote)?.total ?? Decimal.ZERO;
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
  let fail: () => void = () => undefined;
  const failed = new Promise<void>((done) => {
    fail = done;
  });
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
      fail();
    },
  });
  session.start();
  await Promise.race([failed, io.untilEnded?.() ?? new Promise(() => undefined), forSeconds(flags, real)]);
  session.close();
  if (failure !== undefined) throw failure;
  logEnd(log, memory.ledger, pair);
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
  if (seconds === undefined) return new Promise(() => undefined);
  return new Promise((done) => {
    real.after(Number(seconds) * 1000, done);
  });
}

function logFeed(log: Log, event: FeedEvent): void {
  if (event.type === 'feed-disconnected') {
    log.warn(`no market data: ${event.reason}; next attempt in ${Math.ceil(event.retryInMs / 1000)} s`);
  } else if (event.type === 'feed-refused') log.error(`Kraken refuses ${event.subscription.channel}: ${event.reason}`);
  else if (event.type === 'feed-silent') log.warn(`${event.subscription.channel}: ${event.reason}`);
  else if (event.type === 'exchange-status-changed') log.info(`Kraken is ${event.status}`);
}

/** The candle, and the ledger as it stands after the strategy has seen it. Candles of before are for learning. */
function logCandle(log: Log, { candle, origin, isLate }: FeedCandle, ledger: Ledger, pair: KrakenPair): void {
  if (origin === 'history' && isLate) return;
  log.info(candleLine(candle, 'closed'));
  const first = Math.max(0, ledger.closed.length - ROWS);
  for (let index = first; index < ledger.closed.length; index += 1) {
    const trade = ledger.closed.at(index);
    if (trade !== undefined) log.info(tradeRow(trade, pair.quote).segments);
  }
  for (const trade of ledger.open) log.info(tradeRow(openTrade(trade, candle.close, pair), pair.quote).segments);
}

function openTrade(trade: Ledger['open'][number], price: number, pair: KrakenPair) {
  const { entry, id, side, quantity, openedAt } = trade;
  const filled = entry.filled;
  const zero = Decimal.ZERO;
  return valueTrade(
    {
      id,
      side,
      quantity,
      openedAt,
      entryOrderId: entry.exchangeOrderId,
      entryPrice: filled?.price ?? zero,
      entryCost: filled?.cost ?? zero,
      entryFee: filled?.fee ?? zero,
      entryLiquidity: filled?.liquidity ?? 'taker',
      slippage: filled?.slippage ?? zero,
      entryReason: entry.reason,
    },
    Decimal.fromNumber(price, pair.priceDecimals),
  );
}

function logTrade(log: Log, event: TradeEvent, pair: KrakenPair): void {
  if (event.type === 'trade-opened') {
    log.info(
      `Trade ${event.trade.id} opened: ${event.trade.quantity.toString()} ${pair.base} @ ${event.trade.entryPrice}`,
    );
  } else log.info(`Trade ${event.trade.id} closed: ${event.trade.exitReason}`);
}

function logEnd(log: Log, ledger: Ledger, pair: KrakenPair): void {
  const active = ledger.activeOrders().length;
  log.info(
    `Stopped. ${ledger.closed.length} trades closed, ${ledger.open.length} open, ${active} orders on their way or resting; ` +
      `${ledger.cash.toString()} ${pair.quote} and ${ledger.holding.toString()} ${pair.base} by the ledger`,
  );
}
