import type { ExecutionClient, FeedEvent, OrderRequest, Subscription } from '@fathom/contracts';
import { KrakenExecution, type KrakenPair } from '@fathom/exchange';
import type { Ledger } from '@fathom/ledger';
import type { FeeRates } from '@fathom/simulator';
import type { Bot } from '@fathom/trading';
import type { BotPlan } from './bot-plan.js';
import type { MarketAccess } from './market-access.js';
import { PaperExecution } from './paper-execution.js';
import { restingOrders } from './resting-orders.js';
import { ValidateExecution } from './validate-execution.js';

/** What sends a bot's orders, and what of the market it has to hear for that. */
export interface BotExecution extends ExecutionClient {
  /** What it needs of the feed besides what candles are built from. */
  readonly channels: readonly Subscription[];
  /** Something of the feed, before the bot hears it. @param now the exchange's clock. */
  heard?(event: FeedEvent, now: number): void;
  /** Called about every second. @param now the exchange's clock. */
  advanceTo?(now: number): void;
  /** Of a book that is kept, how much of it was right since it was asked before, percent. */
  takeVerifiedPercent?(): number | undefined;
  /** The exchange has a second order under the client order id of this one. */
  executedTwice?(order: OrderRequest, exchangeOrderId: string): void;
  close(): void;
}

export interface BotExecutionOptions {
  readonly plan: BotPlan;
  readonly access: MarketAccess;
  readonly pair: KrakenPair;
  readonly fees: FeeRates;
  readonly ledger: Ledger;
  readonly tell: Bot['process'];
  readonly onTrouble: (reason: string) => void;
  readonly resync: (subscription: Subscription) => void;
}

const PAPER_DEPTH = 100;
/** Kraken's margin levels in percent, where a pair does not say. */
const MARGIN_CALL = 80;
const MARGIN_STOP = 40;

/** Orders go to Kraken, or to the book Kraken shows, or to Kraken to be looked at. */
export function botExecution(options: BotExecutionOptions): BotExecution {
  const { mode } = options.plan;
  if (mode === 'paper') return onPaper(options);
  return mode === 'validate' ? onlyChecked(options) : onKraken(options);
}

function onKraken({ access, pair, tell, onTrouble }: BotExecutionOptions): BotExecution {
  const { rest, time, orders } = access;
  const execution = new KrakenExecution({
    rest,
    pair,
    time,
    onEvent: tell,
    onTrouble,
    ...(orders && { watch: orders }),
  });
  return Object.assign(execution, { channels: [] });
}

function onlyChecked({ access, pair, fees, ledger, tell, onTrouble }: BotExecutionOptions): BotExecution {
  const { rest, time } = access;
  const execution = new ValidateExecution({
    pair,
    fees,
    check: (order) => rest.orders.add(order, { pair, ...(order.terms && { terms: order.terms }), validate: true }),
    decisionPrice: (order) => ledger.find(order.clientOrderId)?.signal?.price,
    now: () => rest.now(),
    scheduler: time,
    tell,
    onTrouble,
  });
  execution.restore(restingOrders(ledger));
  return Object.assign(execution, { channels: [{ channel: 'market-trades', pair: pair.name } as const] });
}

function onPaper({ plan, access, pair, fees, ledger, tell, resync }: BotExecutionOptions): BotExecution {
  const book: Subscription = { channel: 'book', pair: pair.name, depth: PAPER_DEPTH };
  const paper = new PaperExecution({
    instrument: { marginCallPercent: MARGIN_CALL, marginStopPercent: MARGIN_STOP, ...pair },
    cash: ledger.cash,
    holding: ledger.holding,
    positions: ledger.lots,
    fees,
    ...(plan.latencyMs !== undefined && { latencyMs: plan.latencyMs }),
    now: access.rest.now(),
    depth: PAPER_DEPTH,
    tell,
    scheduler: access.time,
    onBadBook: () => resync(book),
  });
  paper.restore(restingOrders(ledger));
  return Object.assign(paper, { channels: [book] });
}
