import { Decimal, type Fill, type OrderSide } from '@fathom/contracts';
import type { TradeInfo } from '../rest/wire/account-data.js';
import type { ReportedFill } from '../ws/account-events.js';
import { quoteFee } from '../ws/quote-fee.js';

/** An execution as TradesHistory and QueryTrades have it. */
export function fillOfTrade({ id, time, price, quantity, cost, fee, liquidity }: TradeInfo): NamedFill {
  // Recent answers say which; taking is the dearer assumption. What a fill slipped nobody here can know.
  return { id, time, price, quantity, cost, fee, liquidity: liquidity ?? 'taker', slippage: Decimal.ZERO };
}

/**
 * An execution as the account's feed has it: its id is the one REST knows it by. Orders ask for fees in quote units; what of a
 * purchase was taken in the base all the same has not arrived, rounded up to what can be sold.
 * @param pair `BTC/USD`: fees in the base are turned over at the fill's price.
 * @returns undefined when the fee is in another currency, whose price is not known here: then REST must be asked.
 */
export function fillOfReport(
  fill: ReportedFill,
  time: number,
  { pair, side, quantityDecimals }: Reported,
): NamedFill | undefined {
  const fee = quoteFee(fill, pair);
  if (fee === undefined) return undefined;
  const { id, price, quantity, cost, liquidity } = fill;
  const named = { id, time, price, quantity, cost, fee, liquidity, slippage: Decimal.ZERO };
  const [base] = pair.split('/');
  const inBase = fill.fees.reduce((sum, each) => (each.asset === base ? sum.plus(each.quantity) : sum), Decimal.ZERO);
  if (side === 'sell' || inBase.isZero()) return named;
  return { ...named, feeInBase: inBase.round(quantityDecimals, 'up') };
}

/** Of the order that was executed. */
interface Reported {
  readonly pair: string;
  readonly side: OrderSide;
  /** Of the pair. */
  readonly quantityDecimals: number;
}

/** A fill the exchange has named, so that what is told twice counts once. */
export interface NamedFill extends Fill {
  readonly id: string;
}
