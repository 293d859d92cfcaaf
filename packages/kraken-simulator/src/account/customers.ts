import { Decimal, type Random } from '@fathom/contracts';
import { feesByVolume, type MarketMode, type VenueBook } from '@fathom/simulator';
import type { Market, MarketStep } from '../market/market.js';
import type { AccountEvent } from '../ws/ports.js';
import { Account } from './account.js';
import { accountEvent } from './account-events.js';
import { FEE_TABLE } from './fee-table.js';
import type { Tier } from './tier.js';
import { venueInstrument } from './venue-instruments.js';

/** A customer to be. */
export interface CustomerOptions {
  /** One of its own for each. */
  readonly name: string;
  /** By the assets' common names: `BTC`, `USD`. */
  readonly balances: ReadonlyMap<string, Decimal>;
  readonly tier?: Tier;
  /** Traded in the 30 days before, USD: decides the fees. */
  readonly volumeBefore?: Decimal;
}

export interface CustomersOptions {
  readonly market: Market;
  readonly random: Random;
  readonly deliver: (event: AccountEvent) => void;
}

const FEE_RATES = feesByVolume(
  FEE_TABLE.map(([volume, taker, maker]) => ({
    fromVolume: Decimal.parse(String(volume)),
    takerPercent: Decimal.parse(taker),
    makerPercent: Decimal.parse(maker),
  })),
);
/** Levels of a side that orders are matched against. */
const MATCHED_LEVELS = 500;

/** Everybody with an account, each a venue over the same market. */
export class Customers {
  readonly #options: CustomersOptions;
  readonly #accounts = new Map<string, Account>();
  /** Pairs of which the venues have not seen the newest book. */
  readonly #stale = new Set<string>();

  constructor(options: CustomersOptions) {
    this.#options = options;
  }

  find(name: string): Account | undefined {
    return this.#accounts.get(name);
  }

  /** @param now milliseconds since 1970 UTC, no earlier than anything before */
  add({ name, balances, tier = 'pro', volumeBefore }: CustomerOptions, now: number): Account {
    const { market, random, deliver } = this.#options;
    const account: Account = new Account({
      name,
      tier,
      random,
      time: now,
      balances,
      instruments: market.instruments.map(venueInstrument),
      feeRates: FEE_RATES,
      ...(volumeBefore === undefined ? {} : { volumeBefore }),
      deliver: (event) => {
        const told = accountEvent(event, account);
        if (told !== undefined) deliver(told);
      },
    });
    this.#accounts.set(name, account);
    for (const { name: pair } of market.instruments) {
      account.venue.bookChanged(pair, this.#book(pair));
      for (const print of market.trades(pair, undefined, 1)) account.venue.traded(pair, print);
    }
    return account;
  }

  /** What the market did; it has done it already. */
  follow(step: MarketStep): void {
    for (const { venue } of this.#accounts.values()) if (step.time > venue.time) venue.advanceTo(step.time);
    if (step.type !== 'market-traded') {
      this.#stale.add(step.pair);
      if (this.#hasOrders(step.pair)) this.#showBook(step.pair);
      return;
    }
    this.#showBook(step.pair);
    for (const { venue } of this.#accounts.values()) {
      for (const print of step.trades) venue.traded(step.pair, print);
    }
  }

  /** It is now `time`; the venues know the market as it is now. */
  advanceTo(time: number): void {
    for (const pair of this.#stale) this.#showBook(pair);
    for (const { venue } of this.#accounts.values()) if (time > venue.time) venue.advanceTo(time);
  }

  setMode(mode: MarketMode): void {
    for (const { venue } of this.#accounts.values()) venue.setMode(mode);
  }

  /** Books change far more often than anybody looks. */
  #showBook(pair: string): void {
    if (!this.#stale.delete(pair)) return;
    const book = this.#book(pair);
    for (const { venue } of this.#accounts.values()) venue.bookChanged(pair, book);
  }

  #hasOrders(pair: string): boolean {
    return [...this.#accounts.values()].some(({ venue }) => venue.openOrders().some((order) => order.pair === pair));
  }

  #book(pair: string): VenueBook {
    const { bids, asks } = this.#options.market.depth(pair, MATCHED_LEVELS);
    return { bids: bids.map(level), asks: asks.map(level) };
  }
}

function level({ price, quantity }: { readonly price: string; readonly quantity: string }) {
  return { price: Decimal.parse(price), quantity: Decimal.parse(quantity) };
}
