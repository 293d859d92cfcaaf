import { Decimal, type Random } from '@fathom/contracts';
import { feesByVolume, type MarketMode, type VenueBook, type VenueLevel } from '@fathom/simulator';
import type { DepthLevel } from '../market/book-view.js';
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

  /** The account, which knows the market as it is now. */
  find(name: string): Account | undefined {
    for (const pair of this.#stale) this.#showBook(pair);
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
    // Books change far more often than anybody looks: those nobody has anything in wait until somebody does.
    if (this.#accounts.size > 0 && step.type !== 'market-traded') this.#stale.add(step.pair);
    if (this.#isInUse(step.pair)) this.#showBook(step.pair);
    if (step.type !== 'market-traded') return;
    for (const { venue } of this.#accounts.values()) {
      for (const print of step.trades) venue.traded(step.pair, print);
    }
  }

  /** It is now `time`. */
  advanceTo(time: number): void {
    for (const { venue } of this.#accounts.values()) if (time > venue.time) venue.advanceTo(time);
  }

  setMode(mode: MarketMode): void {
    for (const { venue } of this.#accounts.values()) venue.setMode(mode);
  }

  #showBook(pair: string): void {
    if (!this.#stale.delete(pair)) return;
    const book = this.#book(pair);
    for (const { venue } of this.#accounts.values()) venue.bookChanged(pair, book);
  }

  /** Whether anybody has an order or a position there. */
  #isInUse(pair: string): boolean {
    for (const { venue } of this.#accounts.values()) {
      if (venue.openOrders().some((order) => order.pair === pair)) return true;
      if (venue.positions().some((position) => position.pair === pair)) return true;
    }
    return false;
  }

  #book(pair: string): VenueBook {
    const { bids, asks } = this.#options.market.depth(pair, MATCHED_LEVELS);
    return { bids: bids.map(level), asks: asks.map(level) };
  }
}

/** Levels are replaced when they change, so each is read once. */
const read = new WeakMap<DepthLevel, VenueLevel>();

function level(shown: DepthLevel): VenueLevel {
  const known = read.get(shown);
  if (known !== undefined) return known;
  const made = { price: Decimal.parse(shown.price), quantity: Decimal.parse(shown.quantity) };
  read.set(shown, made);
  return made;
}
