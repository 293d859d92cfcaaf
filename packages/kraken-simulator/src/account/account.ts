import { Decimal, type Random } from '@fathom/contracts';
import {
  type IdKind,
  Venue,
  type VenueEvent,
  type VenueFill,
  type VenueOptions,
  type VenueOrder,
} from '@fathom/simulator';
import { DecayingCounter } from './decaying-counter.js';
import { Ids } from './ids.js';
import type { OrderNotes } from './order-notes.js';
import { TIER_LIMITS, type Tier } from './tier.js';
import { type Transaction, tradingPenalty } from './trading-penalty.js';

export interface AccountOptions extends Omit<VenueOptions, 'nextId' | 'deliver'> {
  /** What keys, tokens and events name it by. */
  readonly name: string;
  readonly tier: Tier;
  readonly random: Random;
  readonly deliver: (event: VenueEvent) => void;
}

/** Money that was there at the start, as the ledger shows it. */
export interface Deposit {
  readonly id: string;
  readonly reference: string;
  readonly time: number;
  readonly asset: string;
  readonly amount: Decimal;
}

const FIRST: Readonly<Record<IdKind, 'O' | 'T' | 'L'>> = {
  order: 'O',
  fill: 'T',
  position: 'T',
  'ledger-entry': 'L',
  amendment: 'T',
};

/** One customer: a venue of his own, and what Kraken notes about him. */
export class Account {
  readonly name: string;
  readonly tier: Tier;
  readonly venue: Venue;
  readonly deposits: readonly Deposit[];
  readonly #notes = new Map<string, OrderNotes>();
  readonly #tradeNumbers = new Map<string, number>();
  readonly #rates = new Map<string, DecayingCounter>();
  #flags: readonly string[] = [];

  constructor(options: AccountOptions) {
    const { name, tier, random, deliver, ...venue } = options;
    const ids = new Ids(random);
    this.name = name;
    this.tier = tier;
    this.deposits = [...options.balances].map(([asset, amount]) => ({
      id: ids.next('L'),
      reference: ids.next('T'),
      time: options.time,
      asset,
      amount,
    }));
    this.venue = new Venue({
      ...venue,
      instruments: venue.instruments.map((instrument) => ({
        ...instrument,
        maxOpenOrders: TIER_LIMITS[tier].openOrders,
      })),
      nextId: (kind) => ids.next(FIRST[kind]),
      deliver: (event) => {
        this.#note(event);
        deliver(event);
      },
    });
  }

  /** Runs `submit` with the flags its order was sent with, for the notes. */
  withFlags<T>(flags: readonly string[], submit: () => T): T {
    this.#flags = flags;
    try {
      return submit();
    } finally {
      this.#flags = [];
    }
  }

  notes(order: VenueOrder): OrderNotes {
    const notes = this.#notes.get(order.id) ?? { flags: [], changedAt: order.acceptedAt, amends: [] };
    this.#notes.set(order.id, notes);
    return notes;
  }

  /** Its number among the account's fills, from 1. */
  tradeNumber(fill: VenueFill): number {
    return this.#tradeNumbers.get(fill.id) ?? 0;
  }

  /** The trading engine's counter of a pair. */
  rate(pair: string, now: number): DecayingCounter {
    const counter = this.#rates.get(pair) ?? new DecayingCounter(TIER_LIMITS[this.tier].trading, now);
    this.#rates.set(pair, counter);
    return counter;
  }

  /** Counts a transaction; false when the counter is above the tier's limit. Cancels are always let through. */
  countTransaction(kind: Transaction, target: VenueOrder | { readonly pair: string }, now: number): boolean {
    const age = 'id' in target ? now - this.notes(target).changedAt : undefined;
    const penalty = tradingPenalty(kind, age);
    const counter = this.rate(target.pair, now);
    if (kind !== 'cancel') return counter.take(penalty, now);
    counter.add(penalty, now);
    return true;
  }

  #note(event: VenueEvent): void {
    switch (event.type) {
      case 'accepted': {
        const { order, time } = event;
        const feeFlag = order.feeIn === 'base' ? 'fcib' : 'fciq';
        const flags = order.closes === undefined ? this.#flags : [];
        const amends = [{ id: order.id, kind: 'original' as const, time, ...figures(order) }];
        this.#notes.set(order.id, { flags: [...new Set([...flags, feeFlag])], changedAt: time, amends });
        return;
      }
      case 'amended': {
        const notes = this.notes(event.order);
        notes.changedAt = event.time;
        notes.amends.push({ id: event.amendId, kind: 'user', time: event.time, ...figures(event.order) });
        return;
      }
      case 'filled':
        this.#tradeNumbers.set(event.fill.id, this.#tradeNumbers.size + 1);
        return;
      case 'opened':
      case 'triggered':
      case 'completed':
      case 'canceled':
      case 'expired':
      case 'balance-changed':
      case 'close-refused':
      case 'margin-called':
    }
  }
}

function figures(order: VenueOrder) {
  const remaining = order.quantity.minus(order.filledQuantity);
  return {
    quantity: order.quantity,
    remaining: remaining.isNegative() ? Decimal.ZERO : remaining,
    displayQuantity: order.order.type === 'iceberg' ? order.order.displayQuantity : undefined,
    limitPrice: order.limitPrice,
    triggerPrice: order.triggerPrice,
    isPostOnly: order.terms.postOnly === true,
  };
}
