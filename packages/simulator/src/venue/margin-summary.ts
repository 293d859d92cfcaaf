import { Decimal } from '@fathom/contracts';
import { unrealizedOf, valueOf } from './positions.js';
import type { MarginSummary } from './venue-account-types.js';
import type { VenueState } from './venue-state.js';

const HUNDRED = Decimal.of(100n, 0);
/** Digits of a margin level in percent. */
const LEVEL_DIGITS = 4;

/**
 * Equity = balances + unrealized; free = equity − used; level = equity ÷ used × 100 (Kraken's TradeBalance). Every
 * asset counts in full here, Kraken discounts some.
 */
export function marginSummary(state: VenueState): MarginSummary {
  let balance = Decimal.ZERO;
  for (const [asset, { total }] of state.wallet.balances()) balance = balance.plus(state.worthOrNothing(asset, total));
  let used = Decimal.ZERO;
  let unrealized = Decimal.ZERO;
  let cost = Decimal.ZERO;
  let value = Decimal.ZERO;
  for (const position of state.positions.open) {
    const worth = (quantity: Decimal) => state.worthOrNothing(position.market.instrument.quote, quantity);
    used = used.plus(worth(position.margin));
    unrealized = unrealized.plus(worth(unrealizedOf(position)));
    cost = cost.plus(worth(position.openCost));
    value = value.plus(worth(valueOf(position)));
  }
  const equity = balance.plus(unrealized);
  const summary = { asset: state.asset, balance, used, unrealized, cost, value, equity, free: equity.minus(used) };
  if (!used.isPositive()) return summary;
  return { ...summary, level: equity.times(HUNDRED).dividedBy(used, LEVEL_DIGITS, 'down') };
}
