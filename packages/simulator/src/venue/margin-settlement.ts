import { Decimal } from '@fathom/contracts';
import { marginSummary } from './margin-summary.js';
import { fillOf, type PricedMatch, type Settled } from './match.js';
import { percentOf } from './percent.js';
import { ROLLOVER_MS } from './positions.js';

import type { VenueState } from './venue-state.js';
import type { WorkingOrder } from './working-order.js';

/** Own money needed to open this much on margin, fees included, in quote units. */
export function marginNeeded(state: VenueState, order: WorkingOrder, openCost: Decimal, leverage: number): Decimal {
  const { market } = order;
  const { base, quote } = market.instrument;
  const { openingPercent } = state.marginRates(order.side === 'buy' ? quote : base);
  const fees = percentOf(openCost, openingPercent.plus(state.feeRates(market).takerPercent));
  return ownPart(order, openCost, leverage).plus(market.rounded(fees));
}

/** Whether the account's free margin covers `needed` quote units; without a price for them it does not. */
export function isCovered(state: VenueState, order: WorkingOrder, needed: Decimal): boolean {
  const worth = state.worth(order.market.instrument.quote, needed);
  return worth !== undefined && !worth.isGreaterThan(marginSummary(state).free);
}

function ownPart({ market }: WorkingOrder, cost: Decimal, leverage: number): Decimal {
  return cost.dividedBy(Decimal.of(BigInt(leverage), 0), market.instrument.costDecimals, 'half-up');
}

/**
 * With borrowed money: neither base nor quote moves. What the fill closes of the opposite positions brings their profit
 * or loss, in quote; the rest opens a position. The fee of opening is part of the fill's fee (as in recorded fills:
 * 0.28 % where the trade fee is 0.26 %), and all fees are taken in quote. Undefined, and nothing has changed, when the
 * free margin does not cover what would be opened; closing is never refused.
 */
export function settleOnMargin(
  state: VenueState,
  order: WorkingOrder,
  match: PricedMatch,
  leverage: number,
): Settled | undefined {
  const { market, side } = order;
  const { base, quote } = market.instrument;
  const { price, quantity, cost } = match;
  const closable = state.positions.closableBy(side, market);
  const opens = quantity.isGreaterThan(closable) ? quantity.minus(closable) : Decimal.ZERO;
  const openCost = opens.isZero() ? Decimal.ZERO : opens.equals(quantity) ? cost : market.cost(price, opens);
  if (opens.isPositive() && !isCovered(state, order, marginNeeded(state, order, openCost, leverage))) return undefined;

  const closed = state.positions.close(side, market, quantity.minus(opens));
  const closeCost = cost.minus(openCost);
  const gain = closeCost.minus(closed.cost);
  const profit = side === 'sell' ? gain : gain.negated();
  const { openingPercent, rolloverPercent } = state.marginRates(side === 'buy' ? quote : base);
  const tradeFee = market.rounded(percentOf(cost, match.feePercent));
  const openingFee = market.rounded(percentOf(openCost, openingPercent));
  const fee = tradeFee.plus(openingFee);
  const positionId = opens.isPositive() ? state.nextId('position') : undefined;
  const fill = {
    ...fillOf(state, order, match),
    fee,
    feeAsset: quote,
    feeCharged: fee,
    leverage,
    margin: ownPart(order, cost, leverage),
    ...(positionId === undefined ? {} : { positionId }),
    closedQuantity: closed.quantity,
  };
  if (positionId !== undefined) {
    state.positions.open.push({
      id: positionId,
      orderId: order.id,
      market,
      side: side === 'buy' ? 'long' : 'short',
      orderType: order.spec.type,
      openedAt: state.time,
      quantity: opens,
      closedQuantity: Decimal.ZERO,
      cost: openCost,
      openCost,
      margin: ownPart(order, openCost, leverage),
      fee: opens.equals(quantity) ? fee : openingFee.plus(market.rounded(percentOf(openCost, match.feePercent))),
      leverage,
      rolloverPercent,
      nextRolloverAt: state.time + ROLLOVER_MS,
    });
  }
  const entry = { reference: fill.id, time: state.time, asset: quote, kind: 'margin', amount: profit, fee } as const;
  return { fill, entries: [state.wallet.book(entry)] };
}
