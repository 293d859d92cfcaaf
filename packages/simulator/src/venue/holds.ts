import { Decimal } from '@fathom/contracts';
import { percentOf } from './percent.js';
import { smaller } from './smaller.js';
import type { VenueState } from './venue-state.js';
import type { WorkingOrder } from './working-order.js';

/** What the order pays with. */
export function spentAsset({ side, market: { instrument } }: WorkingOrder): string {
  return side === 'buy' ? instrument.quote : instrument.base;
}

/**
 * What belongs aside for the order, in what it pays with: for a buy with a limit what it can cost at most, the fee of
 * a taker included; for a sell what is to be sold. Orders at the market, stops and take-profits that become such, and
 * orders on margin hold nothing: they are looked at when they take (Kraken refuses a take-profit-limit the funds do
 * not cover and accepts such a take-profit; margin it does not reserve for resting orders).
 */
export function holdFor(state: VenueState, order: WorkingOrder): Decimal {
  const { limitPrice, remaining, market } = order;
  if (order.isFinal || limitPrice === undefined || order.terms.leverage !== undefined) return Decimal.ZERO;
  if (order.side === 'sell') return remaining;
  const cost = limitPrice.times(remaining);
  const fee = order.feeIn === 'quote' ? percentOf(cost, state.feeRates(market).takerPercent) : Decimal.ZERO;
  return cost.plus(fee).round(market.instrument.costDecimals, 'up');
}

/**
 * Sets aside what belongs aside, or as much of it as there is: the funds were checked when the order came, but the fee
 * may have risen since, and every fill's cost is rounded.
 */
export function hold(state: VenueState, order: WorkingOrder): void {
  const asset = spentAsset(order);
  const free = state.wallet.free(asset).plus(order.held);
  const held = smaller(holdFor(state, order), free.isNegative() ? Decimal.ZERO : free);
  state.wallet.hold(asset, held.minus(order.held));
  order.held = held;
}
