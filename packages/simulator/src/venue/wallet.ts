import { Decimal } from '@fathom/contracts';
import { keepNewest } from './keep-newest.js';
import type { VenueBalance, VenueLedgerEntry } from './venue-account-types.js';

interface Purse {
  total: Decimal;
  held: Decimal;
}

type NewEntry = Omit<VenueLedgerEntry, 'id' | 'balance'>;

/** Balances, what is set aside of them, and the record of their every change, or of the newest. */
export class Wallet {
  readonly entries: VenueLedgerEntry[] = [];
  private readonly purses = new Map<string, Purse>();
  private readonly nextId: () => string;
  private readonly remembered: number;

  /** @param remembered how many changes are kept at least. */
  constructor(balances: ReadonlyMap<string, Decimal>, nextId: () => string, remembered: number) {
    this.remembered = remembered;
    for (const [asset, total] of balances) this.purses.set(asset, { total, held: Decimal.ZERO });
    this.nextId = nextId;
  }

  /** What is neither held nor owed. */
  free(asset: string): Decimal {
    const purse = this.purses.get(asset);
    return purse === undefined ? Decimal.ZERO : purse.total.minus(purse.held);
  }

  /** Sets aside, or with a quantity below zero gives back. */
  hold(asset: string, quantity: Decimal): void {
    if (quantity.isZero()) return;
    const purse = this.purse(asset);
    purse.held = purse.held.plus(quantity);
  }

  book(entry: NewEntry): VenueLedgerEntry {
    const purse = this.purse(entry.asset);
    purse.total = purse.total.plus(entry.amount).minus(entry.fee);
    const booked = { ...entry, id: this.nextId(), balance: purse.total };
    this.entries.push(booked);
    keepNewest(this.entries, this.remembered);
    return booked;
  }

  balances(): Map<string, VenueBalance> {
    return new Map([...this.purses].map(([asset, { total, held }]) => [asset, { total, held }]));
  }

  private purse(asset: string): Purse {
    const known = this.purses.get(asset);
    if (known !== undefined) return known;
    const empty = { total: Decimal.ZERO, held: Decimal.ZERO };
    this.purses.set(asset, empty);
    return empty;
  }
}
