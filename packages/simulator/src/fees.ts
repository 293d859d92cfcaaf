import type { Decimal } from '@fathom/contracts';

/** What the exchange takes of a fill's cost, in percent: `0.40` is 0.40 %. */
export interface FeeRates {
  readonly takerPercent: Decimal;
  readonly makerPercent: Decimal;
}
