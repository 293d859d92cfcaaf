import { Decimal } from '@fathom/contracts';
import { spentAsset } from './holds.js';
import { settleOnMargin } from './margin-settlement.js';
import { fillOf, type Match, type PricedMatch, type Settled } from './match.js';
import { percentOf } from './percent.js';
import type { VenueState } from './venue-state.js';
import type { WorkingOrder } from './working-order.js';

/** Pays for a match; undefined, and nothing has changed, when the account cannot. */
export function settle(state: VenueState, order: WorkingOrder, match: Match): Settled | undefined {
  const { takerPercent, makerPercent } = state.feeRates(order.market);
  const priced = {
    ...match,
    cost: order.market.cost(match.price, match.quantity),
    feePercent: match.liquidity === 'taker' ? takerPercent : makerPercent,
  };
  const settled =
    order.terms.leverage === undefined
      ? settleSpot(state, order, priced)
      : settleOnMargin(state, order, priced, order.terms.leverage);
  if (settled === undefined) return undefined;
  state.volume.add(state.time, state.worthOrNothing(order.market.instrument.quote, priced.cost));
  state.keepFill(settled.fill);
  return settled;
}

/** With the account's own money: one asset goes, the other comes. */
function settleSpot(state: VenueState, order: WorkingOrder, match: PricedMatch): Settled | undefined {
  const { market, side } = order;
  const { base, quote, quantityDecimals } = market.instrument;
  const { cost, quantity, feePercent } = match;
  const fee = market.rounded(percentOf(cost, feePercent));
  const feeInBase = percentOf(quantity, feePercent).round(quantityDecimals, 'half-up');
  const isBuy = side === 'buy';
  const spent = isBuy ? cost : quantity;
  const left = state.wallet.free(spentAsset(order)).plus(order.held).minus(spent);
  if (left.isNegative()) return undefined;
  // The wish for a currency is followed while it can pay; what is received always can.
  const wishesBase = order.feeIn === 'base';
  const isInBase = isBuy ? wishesBase || left.isLessThan(fee) : wishesBase && !left.isLessThan(feeInBase);

  const fill = {
    ...fillOf(state, order, match),
    fee,
    feeAsset: isInBase ? base : quote,
    feeCharged: isInBase ? feeInBase : fee,
    margin: Decimal.ZERO,
    closedQuantity: Decimal.ZERO,
  };
  const about = { reference: fill.id, time: state.time, kind: 'trade' } as const;
  const quoteEntry = {
    ...about,
    asset: quote,
    amount: isBuy ? cost.negated() : cost,
    fee: isInBase ? Decimal.ZERO : fee,
  };
  const baseEntry = {
    ...about,
    asset: base,
    amount: isBuy ? quantity : quantity.negated(),
    fee: isInBase ? feeInBase : Decimal.ZERO,
  };
  const entries = isBuy ? [quoteEntry, baseEntry] : [baseEntry, quoteEntry];
  return { fill, entries: entries.map((entry) => state.wallet.book(entry)) };
}
