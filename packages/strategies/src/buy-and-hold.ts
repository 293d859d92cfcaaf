import { type Candle, type Signal, typicalPrice } from '@fathom/contracts';
import * as z from 'zod';
import { type Decider, defineStrategy, NO_SIGNALS } from './define-strategy.js';

/** Configuration of `buy-and-hold`: there is nothing to set. */
export const BuyAndHoldConfig = z.strictObject({});
export type BuyAndHoldConfig = z.infer<typeof BuyAndHoldConfig>;

/** Asks once, on the first candle, and never again: what became of the entry is not its concern. */
class BuyAndHold implements Decider {
  readonly forgetsCandles = true;
  private hasEntered = false;

  onCandle(candle: Candle): readonly Signal[] {
    if (this.hasEntered) return NO_SIGNALS;
    this.hasEntered = true;
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
