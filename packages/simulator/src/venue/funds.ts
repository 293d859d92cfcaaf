import { Decimal } from '@fathom/contracts';
import type { VenueLevel } from './displayed-side.js';
import { holdFor, spentAsset } from './holds.js';
import { isCovered, marginNeeded } from './margin-settlement.js';
import { marginSummary } from './margin-summary.js';
import { percentOf } from './percent.js';
import { costOf, quantityOf } from './taking.js';
import type { VenueRefusal } from './venue-refusal.js';
import type { VenueState } from './venue-state.js';
import type { WorkingOrder } from './working-order.js';

/** Why the account cannot afford the order, which would now take `takes`; undefined when it can. */
export function fundsRefusal(
  state: VenueState,
  order: WorkingOrder,
  takes: readonly VenueLevel[],
): VenueRefusal | undefined {
  // What it will cost is not known before it goes off; then it is asked again.
  if (order.limitPrice === undefined && order.isWaitingForTrigger) return undefined;
  if (order.terms.leverage !== undefined) return marginRefusal(state, order, takes, order.terms.leverage);
  const asset = spentAsset(order);
  const needed = order.limitPrice === undefined ? atTheMarket(state, order, takes) : holdFor(state, order);
  const free = state.wallet.free(asset).plus(order.held);
  if (needed.isGreaterThan(free)) return { code: 'insufficient-funds', asset, needed, free };
  // Money that backs positions buys nothing else.
  if (state.positions.open.length === 0) return undefined;
  const { free: freeMargin } = marginSummary(state);
  if (!state.worthOrNothing(asset, needed).isGreaterThan(freeMargin)) return undefined;
  return { code: 'insufficient-funds', asset, needed, free: freeMargin };
}

function atTheMarket(state: VenueState, order: WorkingOrder, takes: readonly VenueLevel[]): Decimal {
  if (order.side === 'sell') return order.remaining;
  const { market } = order;
  const { takerPercent } = state.feeRates(market);
  const percent = order.feeIn === 'quote' ? takerPercent : Decimal.ZERO;
  if (order.isInQuote) return order.remaining.plus(market.rounded(percentOf(order.remaining, percent)));
  return takes.reduce((sum, { price, quantity }) => {
    const cost = market.cost(price, quantity);
    return sum.plus(cost).plus(market.rounded(percentOf(cost, percent)));
  }, Decimal.ZERO);
}

function marginRefusal(
  state: VenueState,
  order: WorkingOrder,
  takes: readonly VenueLevel[],
  leverage: number,
): VenueRefusal | undefined {
  const { market, limitPrice, remaining } = order;
  const opens = remaining.minus(state.positions.closableBy(order.side, market));
  if (!opens.isPositive() || order.terms.reduceOnly || order.origin.isLiquidation) return undefined;
  const { level, free } = marginSummary(state);
  const { marginCallPercent } = market.instrument;
  if (level !== undefined && !level.isGreaterThan(Decimal.fromNumber(marginCallPercent))) {
    return { code: 'margin-level-too-low', level, minimum: marginCallPercent };
  }
  const cost = limitPrice === undefined ? costOf(order, takes) : market.cost(limitPrice, remaining);
  const quantity = limitPrice === undefined ? quantityOf(takes) : remaining;
  if (!quantity.isPositive()) return undefined;
  const openCost = cost.times(opens).dividedBy(quantity, market.instrument.costDecimals, 'half-up');
  const needed = marginNeeded(state, order, openCost, leverage);
  return isCovered(state, order, needed) ? undefined : { code: 'insufficient-margin', needed, free };
}
