import {
  type AccountRecords,
  type Booking,
  type Clock,
  Decimal,
  type Fill,
  type RecordedOrder,
  type Scheduler,
} from '@fathom/contracts';
import { reasonOf } from '../rest/calls.js';
import { KrakenError } from '../rest/kraken-error.js';
import type { KrakenRest } from '../rest/kraken-rest.js';
import type { KrakenBalance, LedgerEntry } from '../rest/wire/account-data.js';
import type { OrderInfo } from '../rest/wire/order-info.js';
import { fillOfTrade } from './fills.js';
import { tradesOf } from './trades-of.js';

/** Who compares the account's records with what he knows. */
export interface BooksReader {
  /** From when on records are wanted, milliseconds since 1970 UTC; undefined the first time. */
  since(): number | undefined;
  read(records: AccountRecords): void;
}

export interface AccountBooksOptions {
  readonly rest: KrakenRest;
  readonly time: Clock & Scheduler;
  /** How often the records are asked for, milliseconds; default 300,000. */
  readonly everyMs?: number;
  /** The first time after somebody has joined; default 15,000: what a start has to ask comes before. */
  readonly firstMs?: number;
  /** Told why Kraken could not be asked; it is asked again. */
  readonly onTrouble?: (reason: string) => void;
}

/** Bookings follow an execution at once; a few seconds let one round see all that belongs together. */
const SOON_MS = 5000;
const ONCE_IN_MS = 60_000;
const REMEMBERED_POSITIONS = 1000;
/** Of a reader who knows nothing yet: what the balances include already. */
const FIRST_LOOK_BACK_MS = 300_000;

/**
 * Asks Kraken every few minutes for what it has on record of an account, for all its bots at once: open orders, orders that
 * ended, bookings and balances.
 *
 * A round costs 5 of the key's counter (OpenOrders 1, ClosedOrders 1, Ledgers 2, BalanceEx 1), and 2 more when there are
 * charges for positions; at one round in five minutes that is 5 to 7 % of what comes back to a Starter’s counter, and at most
 * five times that while somebody else trades on the account without pause.
 */
export class AccountBooks {
  readonly #options: AccountBooksOptions;
  readonly #readers = new Set<BooksReader>();
  /** The client order id of the order that opened a position; undefined where there is none. */
  readonly #openers = new Map<string, string | undefined>();
  #cancel: (() => void) | undefined;
  #isReading = false;
  #readAt = Number.NEGATIVE_INFINITY;
  #dueAt = Number.POSITIVE_INFINITY;
  /** The key may not ask for bookings, which was told. */
  #isBlind = false;
  #isClosed = false;

  constructor(options: AccountBooksOptions) {
    this.#options = options;
  }

  /** @returns what ends that. */
  join(reader: BooksReader): () => void {
    this.#readers.add(reader);
    this.#in(this.#options.firstMs ?? 15_000);
    return () => {
      this.#readers.delete(reader);
    };
  }

  /** Something happened that nobody here did: looked at within seconds, but once a minute at most. */
  soon(): void {
    if (this.#readers.size === 0 || this.#isReading) return;
    const now = this.#options.time.now();
    // A clock that was set back must not put it off.
    const waitMs = Math.min(ONCE_IN_MS, Math.max(SOON_MS, this.#readAt + ONCE_IN_MS - now));
    if (this.#dueAt > now + waitMs) this.#in(waitMs);
  }

  /** The executions of an order on record, oldest first. @throws {KrakenError} without an answer. */
  async fillsOf({ fillIds }: RecordedOrder): Promise<Fill[]> {
    const trades = await tradesOf(this.#options.rest.account, fillIds, 'recovery');
    return trades.toSorted((a, b) => a.time - b.time).map(fillOfTrade);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  #in(ms: number): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#isClosed) return;
    this.#dueAt = this.#options.time.now() + ms;
    this.#cancel = this.#options.time.after(ms, () => void this.#round());
  }

  async #round(): Promise<void> {
    if (this.#isReading || this.#readers.size === 0) return;
    this.#isReading = true;
    let nextMs = this.#options.everyMs ?? 300_000;
    this.#readAt = this.#options.time.now();
    try {
      const readers = [...this.#readers];
      const wanted = readers.flatMap((reader) => reader.since() ?? []);
      const records = await this.#ask(wanted.length === 0 ? undefined : Math.min(...wanted));
      await this.#tell(records, readers);
    } catch (error) {
      this.#options.onTrouble?.(`the account's records were not compared: ${reasonOf(error)}`);
      nextMs = Math.min(nextMs, ONCE_IN_MS);
    }
    this.#isReading = false;
    this.#in(nextMs);
  }

  /** One after the other, with whatever else is due between two of them: hundreds at once would take half a second. */
  async #tell(records: AccountRecords, readers: readonly BooksReader[]): Promise<void> {
    for (const [place, reader] of readers.entries()) {
      if (place > 0) await new Promise<void>((go) => this.#options.time.after(0, go));
      if (this.#isClosed) return;
      if (!this.#readers.has(reader)) continue;
      try {
        reader.read(records);
      } catch (error) {
        // What is wrong with one bot is no reason for not looking after the others.
        this.#options.onTrouble?.(`the account's records were not compared for a bot: ${reasonOf(error)}`);
      }
    }
  }

  async #ask(since: number | undefined): Promise<AccountRecords> {
    const { rest } = this.#options;
    const { account } = rest;
    const asOf = rest.now();
    const start = since ?? asOf - FIRST_LOOK_BACK_MS;
    const orders = await account.openOrders();
    for await (const order of account.closedOrders({ start })) orders.push(order);
    const entries = await this.#entries(start);
    await this.#findOpeners(entries);
    const balances = balancesOf(await account.extendedBalances());
    const until = rest.now();
    const recorded = new Map<string, RecordedOrder>();
    // One that ended between two questions is in both answers.
    for (const order of orders) recorded.set(order.exchangeOrderId, await this.#recorded(order));
    const bookings = entries.toReversed().map((entry) => bookingOf(entry, this.#openers.get(entry.reference)));
    return { asOf, until, orders: [...recorded.values()], bookings, balances };
  }

  /** Without the right to ask, none: then a deposit shows as a difference, which is told, and not as a deposit. */
  async #entries(start: number): Promise<LedgerEntry[]> {
    const entries: LedgerEntry[] = [];
    try {
      for await (const entry of this.#options.rest.account.ledgers({ start })) entries.push(entry);
    } catch (error) {
      if (!(error instanceof KrakenError) || error.class.kind !== 'permission') throw error;
      if (!this.#isBlind)
        this.#options.onTrouble?.(`bookings are not compared: the key may not query ledger entries (${error.reason})`);
      this.#isBlind = true;
    }
    return entries;
  }

  async #recorded(order: OrderInfo): Promise<RecordedOrder> {
    const pair = order.pair === undefined ? undefined : await this.#pairName(order.pair);
    const { exchangeOrderId, clientOrderId, userReference, status, filledQuantity, tradeIds, side, misc } = order;
    return {
      exchangeOrderId,
      ...(clientOrderId !== undefined && { clientOrderId }),
      ...(userReference !== 0 && { userReference }),
      ...(pair !== undefined && { pair }),
      ...(side !== undefined && { side }),
      isOpen: status === 'open' || status === 'pending',
      filledQuantity,
      fillIds: tradeIds,
      // docs.kraken.com, "Get Closed Orders": words of `misc`.
      isLiquidation: misc?.split(',').includes('liquidated') === true,
      description: order.description ?? `${side ?? 'order'} ${order.quantity.toString()} ${order.pair ?? ''}`.trim(),
    };
  }

  async #pairName(spelling: string): Promise<string | undefined> {
    try {
      return (await this.#options.rest.pairs.find(spelling)).name;
    } catch {
      // Delisted, or a dark pool: then it is nobody's here.
      return undefined;
    }
  }

  /** Charges name the position they are for; whose that is, its opening order tells. */
  async #findOpeners(entries: readonly LedgerEntry[]): Promise<void> {
    const unknown = new Set(
      entries.flatMap(({ type, reference }) =>
        type === 'rollover' && !this.#openers.has(reference) ? [reference] : [],
      ),
    );
    if (unknown.size === 0) return;
    const { account } = this.#options.rest;
    const positions = (await account.openPositions()).filter(({ id }) => unknown.has(id));
    const ids = [...new Set(positions.map(({ exchangeOrderId }) => exchangeOrderId))].slice(0, 50);
    const orders = ids.length === 0 ? [] : await account.orders(ids);
    const byOrder = new Map(orders.map((order) => [order.exchangeOrderId, order.clientOrderId]));
    for (const { id, exchangeOrderId } of positions) this.#openers.set(id, byOrder.get(exchangeOrderId));
    for (const oldest of this.#openers.keys()) {
      if (this.#openers.size <= REMEMBERED_POSITIONS) break;
      this.#openers.delete(oldest);
    }
  }
}

function bookingOf(
  { id, reference, time, type, asset, amount, fee }: LedgerEntry,
  opener: string | undefined,
): Booking {
  const booking = { id, reference, time, kind: type, asset: spotName(asset), change: amount.minus(fee), fee };
  return opener === undefined ? booking : { ...booking, clientOrderId: opener };
}

function balancesOf(balances: readonly KrakenBalance[]): Map<string, Decimal> {
  const sums = new Map<string, Decimal>();
  for (const { asset, total } of balances) {
    const name = spotName(asset);
    sums.set(name, (sums.get(name) ?? Decimal.ZERO).plus(total));
  }
  return sums;
}

/**
 * `BTC.F` is BTC that earns rewards and goes back by itself when an order needs it (docs.kraken.com, "Get Account
 * Balance"), so it counts as BTC. What is staked or bonded (`.S`, `.M`, `.B`) must be fetched back first, and does not.
 */
function spotName(asset: string): string {
  return asset.endsWith('.F') ? asset.slice(0, -2) : asset;
}
