import type { Decimal, EnterSignal, Instrument } from '@fathom/contracts';

/** What every entry must satisfy before it may become an order. */
export class EntryRules {
  private readonly instrument: Instrument;
  private readonly minQuantity: number;
  private readonly minCost: number;
  private readonly feeFactor: number;

  /** @param takerFeePercent percent of cost the exchange will take. */
  constructor(instrument: Instrument, takerFeePercent: number) {
    this.instrument = instrument;
    this.minQuantity = instrument.minQuantity.toNumber();
    this.minCost = instrument.minCost.toNumber();
    this.feeFactor = 1 + takerFeePercent / 100;
  }

  /**
   * Why the entry is turned down, with the value that broke the rule, or undefined.
   * @param price the latest price, quote per base unit
   * @param cash quote units free to spend
   */
  refusal(signal: EnterSignal, quantity: Decimal, price: number, cash: number): string | undefined {
    const { base, quote, minQuantity, minCost } = this.instrument;
    const amount = quantity.toNumber();
    const cost = price * amount;
    if (signal.side === 'short') return 'short selling needs margin, which is not available';
    if (amount < this.minQuantity)
      return `quantity ${quantity.toString()} ${base} is below the minimum ${minQuantity.toString()}`;
    if (cost < this.minCost) return `cost ${cost} ${quote} is below the minimum ${minCost.toString()}`;
    if (cost * this.feeFactor > cash)
      return `cost ${cost * this.feeFactor} ${quote} is more than the ${cash} available`;
    return undefined;
  }
}
