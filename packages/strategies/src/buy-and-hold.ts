import { type Candle, type Signal, type TradesView, typicalPrice } from '@fathom/contracts';
import * as z from 'zod';
import { type Decider, defineStrategy, NO_SIGNALS } from './define-strategy.js';

/** Configuration of `buy-and-hold`: there is nothing to set. */
export const BuyAndHoldConfig = z.strictObject({});
export type BuyAndHoldConfig = z.infer<typeof BuyAndHoldConfig>;

/** Asks until there is an entry of it, and never again: what becomes of the trade is not its concern. */
class BuyAndHold implements Decider {
  readonly forgetsCandles = true;
  private hasEntered = false;

  onCandle(candle: Candle, { open, pendingEntries }: TradesView): readonly Signal[] {
    this.hasEntered ||= open.length + pendingEntries > 0;
    if (this.hasEntered) return NO_SIGNALS;
    return [{ action: 'enter', side: 'long', reason: 'buyAndHold', price: typicalPrice(candle) }];
  }
}

/** Buys on the first candle and never sells: what every other strategy is compared with. */
export const buyAndHold = defineStrategy({
  name: 'buy-and-hold',
  label: 'Buy and Hold',
  description: 'buys on the first candle and never sells, the market itself',
  schema: BuyAndHoldConfig,
  create: () => new BuyAndHold(),
});
