import type { Instrument } from '@fathom/contracts';
import type { Calls } from './calls.js';
import { KrakenError } from './kraken-error.js';
import type { Priority } from './rate-gate.js';
import { Secret } from './secret.js';
import type { Parameters } from './signer.js';
import {
  type KrakenBalance,
  type KrakenPosition,
  type LedgerEntry,
  readAccountTrade,
  readBalance,
  readExtendedBalance,
  readLedgerEntry,
  readPosition,
  readTradeBalance,
  readTradeVolume,
  type TradeBalance,
  type TradeInfo,
  type TradeVolume,
} from './wire/account-data.js';
import { mapOf, numberOrNone, numeric, record, text } from './wire/fields.js';
import { type OrderInfo, readOrder } from './wire/order-info.js';

/** Milliseconds since 1970 UTC, both ends. */
export interface TimeRange {
  readonly start?: number;
  readonly end?: number;
}

export interface OrderQuery extends TimeRange {
  readonly clientOrderId?: string;
  readonly userReference?: number;
  /** `recovery` for an order nobody knows about: the budget keeps a reserve for it. */
  readonly priority?: Priority;
}

export interface WebSocketToken {
  readonly token: Secret;
  readonly expiresInMs: number;
}

/** Kraken's answer to a page of closed orders, trades or ledgers: 50 at most. */
interface Page<T> {
  readonly entries: ReadonlyMap<string, T>;
  /** In all; absent where Kraken does not count them. */
  readonly count?: number;
}

/** Kraken answers these by pages of this many. */
const PAGE = 50;
/** A pager that never ends has misunderstood something. */
const MOST_PAGES = 10_000;

/** Questions about the account. All throw a `KrakenError` without an answer, a `DataError` for a strange one. */
export class AccountCalls {
  readonly #calls: Calls;
  #token: Promise<WebSocketToken> | undefined;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /** Balance: totals of every asset ever held. */
  async balances(): Promise<KrakenBalance[]> {
    return [...mapOf(await this.#calls.askAccount('Balance'), 'Balance', readBalance).values()];
  }

  /** BalanceEx: totals and what open orders hold. */
  async extendedBalances(): Promise<KrakenBalance[]> {
    return [...mapOf(await this.#calls.askAccount('BalanceEx'), 'BalanceEx', readExtendedBalance).values()];
  }

  /** TradeBalance, in the asset with this id of Kraken's. */
  async tradeBalance(asset = 'ZUSD'): Promise<TradeBalance> {
    return readTradeBalance(await this.#calls.askAccount('TradeBalance', { asset }), 'TradeBalance');
  }

  async openOrders({ clientOrderId, userReference, priority }: OrderQuery = {}): Promise<OrderInfo[]> {
    const parameters = { trades: 'true', ...identified(clientOrderId, userReference) };
    const answer = record(
      await this.#calls.askAccount('OpenOrders', parameters, { priority: priority ?? 'account' }),
      'OpenOrders',
    );
    return [...mapOf(answer['open'], 'OpenOrders.open', readOrder).values()];
  }

  /**
   * ClosedOrders, newest first: every page of them, each order once.
   * @param query `insist` asks for a page until it is answered: there may be hundreds, and one that fails ends them all
   */
  closedOrders({
    clientOrderId,
    userReference,
    priority = 'account',
    insist = (ask) => ask(),
    ...range
  }: OrderQuery & { readonly insist?: <T>(ask: () => Promise<T>) => Promise<T> } = {}): AsyncGenerator<OrderInfo> {
    return pages(async (offset) => {
      const parameters = {
        trades: 'true',
        ...identified(clientOrderId, userReference),
        ...between(range),
        ...from(offset),
      };
      const ask = () => this.#calls.askAccount('ClosedOrders', parameters, { priority });
      const answer = record(await insist(ask), 'ClosedOrders');
      return page(mapOf(answer['closed'], 'ClosedOrders.closed', readOrder), answer['count'], 'ClosedOrders.count');
    });
  }

  /** QueryOrders: at most 50 ids of Kraken's; what it does not know is missing. */
  async orders(ids: readonly string[], { priority = 'account' }: { priority?: Priority } = {}): Promise<OrderInfo[]> {
    const parameters = { txid: ids.join(','), trades: 'true' };
    return [
      ...mapOf(
        await this.#calls.askAccount('QueryOrders', parameters, { priority }),
        'QueryOrders',
        readOrder,
      ).values(),
    ];
  }

  /** TradesHistory, newest first: every page of them, each trade once. */
  tradesHistory({ priority, ...range }: TimeRange & { priority?: Priority } = {}): AsyncGenerator<TradeInfo> {
    return pages(async (offset) => {
      const parameters = { ...between(range), ...from(offset) };
      const options = { cost: 2, priority: priority ?? 'account' };
      const answer = record(await this.#calls.askAccount('TradesHistory', parameters, options), 'TradesHistory');
      return page(
        mapOf(answer['trades'], 'TradesHistory.trades', readAccountTrade),
        answer['count'],
        'TradesHistory.count',
      );
    });
  }

  /** QueryTrades: at most 20 ids. */
  async trades(ids: readonly string[], { priority = 'account' }: { priority?: Priority } = {}): Promise<TradeInfo[]> {
    const answer = await this.#calls.askAccount('QueryTrades', { txid: ids.join(',') }, { priority });
    return [...mapOf(answer, 'QueryTrades', readAccountTrade).values()];
  }

  /** OpenPositions, with what they would bring now. */
  async openPositions(): Promise<KrakenPosition[]> {
    const answer = await this.#calls.askAccount('OpenPositions', { docalcs: 'true' });
    return [...mapOf(answer, 'OpenPositions', readPosition).values()];
  }

  /** Ledgers, newest first: every page of them, each entry once. */
  ledgers({
    assets,
    type,
    ...range
  }: TimeRange & { assets?: readonly string[]; type?: string } = {}): AsyncGenerator<LedgerEntry> {
    return pages(async (offset) => {
      const parameters = {
        ...(assets && { asset: assets.join(',') }),
        ...(type !== undefined && { type }),
        ...between(range),
        ...from(offset),
      };
      const answer = record(await this.#calls.askAccount('Ledgers', parameters, { cost: 2 }), 'Ledgers');
      return page(mapOf(answer['ledger'], 'Ledgers.ledger', readLedgerEntry), answer['count'], 'Ledgers.count');
    });
  }

  /** QueryLedgers: at most 20 ids. */
  async ledgerEntries(ids: readonly string[]): Promise<LedgerEntry[]> {
    const answer = await this.#calls.askAccount('QueryLedgers', { id: ids.join(',') }, { cost: 2 });
    return [...mapOf(answer, 'QueryLedgers', readLedgerEntry).values()];
  }

  /** TradeVolume: 30 days in USD, and the fees of these pairs. */
  async tradeVolume(pairs: readonly Pick<Instrument, 'id'>[] = []): Promise<TradeVolume> {
    const parameters: Parameters = pairs.length === 0 ? {} : { pair: pairs.map(({ id }) => id).join(',') };
    return readTradeVolume(await this.#calls.askAccount('TradeVolume', parameters), 'TradeVolume');
  }

  /**
   * Whether the key may withdraw, by a question only such keys may ask (WithdrawMethods); undefined when the answer does
   * not tell.
   */
  async mayWithdraw(): Promise<boolean | undefined> {
    try {
      await this.#calls.askAccount('WithdrawMethods', { asset: 'XBT' });
      return true;
    } catch (error) {
      return error instanceof KrakenError && error.class.kind === 'permission' ? false : undefined;
    }
  }

  /**
   * GetWebSocketsToken: to be used within `expiresInMs`. Whoever asks while an answer is awaited gets that one: behind a
   * limit that Kraken has set, attempts must not pile up.
   */
  webSocketToken(): Promise<WebSocketToken> {
    this.#token ??= this.#askToken().finally(() => {
      this.#token = undefined;
    });
    return this.#token;
  }

  async #askToken(): Promise<WebSocketToken> {
    const answer = record(await this.#calls.askAccount('GetWebSocketsToken'), 'GetWebSocketsToken');
    return {
      token: new Secret(text(answer['token'], 'GetWebSocketsToken.token')),
      expiresInMs: numeric(answer['expires'], 'GetWebSocketsToken.expires') * 1000,
    };
  }
}

function identified(clientOrderId: string | undefined, userReference: number | undefined): Parameters {
  return {
    ...(clientOrderId !== undefined && { cl_ord_id: clientOrderId }),
    ...(userReference !== undefined && { userref: String(userReference) }),
  };
}

function between({ start, end }: TimeRange): Parameters {
  return {
    ...(start !== undefined && { start: String(Math.floor(start / 1000)) }),
    ...(end !== undefined && { end: String(Math.ceil(end / 1000)) }),
  };
}

function from(offset: number): Parameters {
  return offset === 0 ? {} : { ofs: String(offset) };
}

function page<T>(entries: ReadonlyMap<string, T>, count: unknown, at: string): Page<T> {
  const total = numberOrNone(count, at);
  return { entries, ...(total !== undefined && { count: total }) };
}

/**
 * What was closed or traded while the pages are read comes in front and moves the rest back: entries may come twice,
 * which is filtered, and none is missed.
 */
async function* pages<T>(read: (offset: number) => Promise<Page<T>>): AsyncGenerator<T> {
  const seen = new Set<string>();
  let offset = 0;
  for (let pagesRead = 0; pagesRead < MOST_PAGES; pagesRead += 1) {
    const { entries, count } = await read(offset);
    for (const [id, entry] of entries) {
      if (!seen.has(id)) yield entry;
      seen.add(id);
    }
    offset += entries.size;
    const isLast = count === undefined ? entries.size < PAGE : offset >= count;
    if (entries.size === 0 || isLast) return;
  }
}
