import { Decimal, type FeedEvent, type Instrument, intervalMs, type TradeEvent } from '@fathom/contracts';
import { candleLine } from '@fathom/candles';
import { SkippedFrames } from '@fathom/exchange';
import { exitText, pendingRow, tradeRow } from '@fathom/ledger';
import { type Log, tradingBanner } from '@fathom/notifications';
import type { FeedCandle } from '@fathom/trading';
import { candleRemark } from './candle-remark.js';
import { leftOverText } from './left-over-text.js';
import type { BotObserver } from './bot-observer.js';
import type { RunningBot } from './running-bot.js';
import { openTradeRow } from './open-trade-row.js';

/** Trades whose rows are shown after each candle: those open, and the last that closed. */
const ROWS = 10;

/** Writes a bot's life into its log. `bot` is asked once it is running. */
export function logObserver(
  log: Log,
  { bot, onEnd }: { readonly bot: () => RunningBot; readonly onEnd: (error: unknown) => void },
): BotObserver {
  const skipped = new SkippedFrames();
  return {
    onFeed: (event) => logFeed(log, event, skipped),
    onCandle: (told) => logCandle(log, told, bot()),
    onTicker: (candle) => log.info(candleLine(candle, 'forming')),
    onLedger: (event) => {
      if (event.type === 'remainder-left') log.warn(leftOverText(event, bot().pair));
    },
    onTrade: (event) => logTrade(log, event, bot().pair),
    onNote: (text) => log.info(text),
    onTrouble: (reason) => log.warn(reason),
    onStrategyFailure: (error) => {
      const failure = error instanceof Error ? error.message : String(error);
      const { name } = bot().plan.definition;
      const told = failure.startsWith(`strategy ${name} `) ? failure : `strategy ${name} failed: ${failure}`;
      log.error(`${told}; it is not asked again, and what is open stays`);
      logOpen(log, bot(), 'Open');
    },
    onEnd,
  };
}

/** What people should know of the feed. */
function logFeed(log: Log, event: FeedEvent, skipped: SkippedFrames): void {
  if (event.type === 'feed-disconnected') {
    log.warn(`no market data: ${event.reason}; next attempt in ${Math.ceil(event.retryInMs / 1000)} s`);
  } else if (event.type === 'feed-refused') log.error(`Kraken refuses ${event.subscription.channel}: ${event.reason}`);
  else if (event.type === 'feed-silent') log.warn(`${event.subscription.channel}: ${event.reason}`);
  else if (event.type === 'exchange-status-changed') log.info(`Kraken is ${event.status}`);
  else if (event.type === 'feed-skipped') {
    const line = skipped.line(event);
    if (line !== undefined) log.warn(line);
  }
}

/**
 * The candle, and the ledger as it stands after the strategy has seen it. Candles of before the bot began are for
 * learning.
 */
function logCandle(log: Log, told: FeedCandle, { ledger, pair, plan, startsAt }: RunningBot): void {
  const { candle } = told;
  if (candle.openTime + intervalMs(plan.interval) <= startsAt) return;
  log.info(`${candleLine(candle, 'closed')}${candleRemark(told)}`);
  const first = Math.max(0, ledger.closed.length - ROWS);
  for (let index = first; index < ledger.closed.length; index += 1) {
    const trade = ledger.closed.at(index);
    if (trade !== undefined) log.info(tradeRow(trade, pair.quote).segments);
  }
  for (const trade of ledger.open) {
    const price = Decimal.fromNumber(candle.close, pair.priceDecimals);
    log.info(openTradeRow(trade, price, pair.quote).segments);
  }
  for (const entry of ledger.entries()) {
    if (entry.filled === undefined) log.info(pendingRow(entry, pair.quote).segments);
  }
}

/** A trade as it opens and closes. */
function logTrade(log: Log, event: TradeEvent, pair: Instrument): void {
  if (event.type === 'trade-opened') {
    const { id, quantity, entryPrice } = event.trade;
    log.info([{ role: 'trade', text: `Trade ${id} opened: ${quantity.toString()} ${pair.base} @ ${entryPrice}` }]);
  } else log.info([{ role: 'trade', text: `Trade ${event.trade.id} closed: ${exitText(event.trade)}` }]);
}

/** More than two measurements of Kraken's clock ever differ. */
const AHEAD_MS = 60_000;

/** What is traded, and from where on. */
export function logBeginning(log: Log, { plan, pair, memory, now }: RunningBot, exchange: string): void {
  const { definition, interval: period } = plan;
  log.info(tradingBanner({ instrumentId: pair.id, exchange, strategyLabel: definition.label, period }));
  const { path, replayed } = memory;
  log.info(`Ledger: ${path}${replayed > 1 ? `, ${replayed} events so far` : ''}`);
  const { newestEventAt } = memory.ledger;
  if (newestEventAt - now > AHEAD_MS) {
    const until = new Date(newestEventAt).toISOString();
    log.warn(
      `its newest event is of ${until}, which is still to come by Kraken's clock: until then nothing is decided`,
    );
  }
}

/** How the ledger stands as the bot stops, and what it leaves behind. */
export function logEnd(log: Log, bot: RunningBot): void {
  const { ledger, pair } = bot;
  const active = ledger.activeOrders();
  log.info(
    `Stopped. ${ledger.closed.length} trades closed, ${ledger.open.length} open, ${active.length} orders on their way or resting; ` +
      `${ledger.cash.toString()} ${pair.quote} and ${ledger.holding.toString()} ${pair.base} by the ledger`,
  );
  logOpen(log, bot, 'Left open');
  const { leftOvers } = ledger;
  for (const { event } of leftOvers.slice(-ROWS)) log.info(`Left over: ${leftOverText(event, pair)}`);
  if (leftOvers.length > ROWS) log.info(`Left over before that: of ${leftOvers.length - ROWS} trades`);
}

/** Each open trade, and what would close it without the bot. */
function logOpen(log: Log, { ledger, pair }: RunningBot, what: string): void {
  const active = ledger.activeOrders();
  for (const trade of ledger.open) {
    const guards = active.filter((order) => order.trade === trade && order.purpose !== 'entry').map(({ type }) => type);
    const resting = guards.length === 0 ? 'nothing rests for it' : `${guards.join(' and ')} rests for it`;
    // What rests then is coming off.
    const guarded = trade.isClosing ? 'its exit is under way' : resting;
    log.warn(`${what}: trade ${trade.id}, ${trade.remaining().toString()} ${pair.base} ${trade.side}; ${guarded}`);
  }
}
