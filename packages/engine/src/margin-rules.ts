import type { Decimal, EnterSignal, TradeSide } from '@fathom/contracts';
import type { Ledger } from '@fathom/ledger';
import type { MarginOptions } from './engine-options.js';
import type { Refusal } from './entry-rules.js';

export interface MarginRulesOptions {
  readonly margin: MarginOptions | undefined;
  readonly costFactor: number;
  /** Equity in percent of used margin below which nothing is entered. */
  readonly minLevelPercent: number | undefined;
}

/** What an entry on margin must satisfy before it may become an order. */
export class MarginRules {
  private readonly options: MarginRulesOptions;

  constructor(options: MarginRulesOptions) {
    this.options = options;
  }

  /** The leverage an entry is to have; undefined for one with the own money, and for a short that cannot be had. */
  leverageOf({ side }: EnterSignal): number | undefined {
    const { margin } = this.options;
    if (margin === undefined || (side === 'long' && margin.longs !== true)) return undefined;
    return margin.leverage;
  }

  /** @param price quote per base unit */
  refusal(ledger: Ledger, { side }: EnterSignal, quantity: Decimal, price: number): Refusal | undefined {
    const { margin, costFactor, minLevelPercent } = this.options;
    if (hasOpposite(ledger, side)) {
      const other = side === 'long' ? 'short' : 'long';
      return { rule: 'opposite position', reason: `a ${side} order would close the ${other} position on margin` };
    }
    const equity = ledger.equityAt(price);
    const used = usedMargin(ledger, price);
    const cost = price * quantity.toNumber();
    const own = cost / (margin?.leverage ?? 1);
    const needed = own + cost * (costFactor - 1);
    if (!(needed <= equity - used)) {
      return { rule: 'margin', reason: `margin ${needed} with fees is more than the ${equity - used} that is free` };
    }
    const level = (100 * equity) / (used + own);
    if (minLevelPercent === undefined || level >= minLevelPercent) return undefined;
    return { rule: 'margin level', reason: `margin level would be ${level} %, and ${minLevelPercent} % is the least` };
  }
}

/** At Kraken an order on margin closes what is open on the other side before it opens anything. */
function hasOpposite(ledger: Ledger, side: TradeSide): boolean {
  const isOpposite = (one: { readonly side: TradeSide }) => one.side !== side;
  if (ledger.lots.some(isOpposite)) return true;
  return ledger.entries().some((entry) => entry.isOnMargin && (entry.side === 'buy') !== (side === 'long'));
}

/** That of entries on their way included. */
function usedMargin(ledger: Ledger, price: number): number {
  let used = ledger.usedMargin;
  for (const { isOnMargin, quantity, filledQuantity, terms } of ledger.entries()) {
    if (isOnMargin) used += (quantity.minus(filledQuantity).toNumber() * price) / (terms?.leverage ?? 1);
  }
  return used;
}
