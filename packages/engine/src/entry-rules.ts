import type { Decimal, EnterSignal, Instrument } from '@fathom/contracts';

/** Which rule turned an entry down, and with which value. */
export interface Refusal {
  readonly rule: string;
  readonly reason: string;
}

/** What every entry must satisfy before it may become an order. */
export class EntryRules {
  private readonly instrument: Instrument;
  private readonly minQuantity: number;
  private readonly minCost: number;
  private readonly costFactor: number;

  /** @param costFactor what a market entry takes in all, in units of its cost. */
  constructor(instrument: Instrument, costFactor: number) {
    this.instrument = instrument;
    this.minQuantity = instrument.minQuantity.toNumber();
    this.minCost = instrument.minCost.toNumber();
    this.costFactor = costFactor;
  }

  /**
   * Whether a long entry breaks none of them, as nearly all do not. Hot, and as `refusal` decides.
   * @param quantity base units
   */
  allowLong(quantity: number, price: number, cash: number): boolean {
    const cost = price * quantity;
    return quantity >= this.minQuantity && cost >= this.minCost && cost * this.costFactor <= cash;
  }

  /**
   * Why the entry is turned down, or undefined.
   * @param price the latest price, quote per base unit
   * @param cash quote units free to spend
   */
  refusal(signal: EnterSignal, quantity: Decimal, price: number, cash: number): Refusal | undefined {
    if (signal.side === 'long' && this.allowLong(quantity.toNumber(), price, cash)) return undefined;
    return this.brokenRule(signal, quantity, price, cash);
  }

  /** Why an order is too small for the exchange, or undefined. */
  smallness(quantity: Decimal, price: number): Refusal | undefined {
    const { base, quote, minQuantity, minCost } = this.instrument;
    const amount = quantity.toNumber();
    if (amount < this.minQuantity) {
      const reason = `quantity ${quantity.toString()} ${base} is below the minimum ${minQuantity.toString()}`;
      return { rule: 'minimum quantity', reason };
    }
    const cost = price * amount;
    if (cost >= this.minCost) return undefined;
    return { rule: 'minimum cost', reason: `cost ${cost} ${quote} is below the minimum ${minCost.toString()}` };
  }

  private brokenRule(signal: EnterSignal, quantity: Decimal, price: number, cash: number): Refusal | undefined {
    const cost = price * quantity.toNumber();
    const { quote } = this.instrument;
    if (signal.side === 'short') {
      return { rule: 'short selling', reason: 'short selling needs margin, which is not available' };
    }
    const small = this.smallness(quantity, price);
    if (small !== undefined) return small;
    const needed = cost * this.costFactor;
    if (needed > cash) {
      return {
        rule: 'funds',
        reason: `cost ${needed} ${quote} with fee and slippage is more than the ${cash} available`,
      };
    }
    return undefined;
  }
}
