import { Decimal } from '@fathom/contracts';
import { cancel } from './ending.js';
import type { Market } from './market.js';
import { marginSummary } from './margin-summary.js';
import { openQuantity } from './positions.js';
import { submit } from './submitting.js';
import type { VenueState } from './venue-state.js';

/** Warns when the margin level has come down to the call level; below the stop level closes positions at the market. */
export function watchMargin(state: VenueState): void {
  if (state.positions.open.length === 0) {
    state.isMarginCalled = false;
    return;
  }
  callMargin(state);
  for (const market of new Set(state.positions.open.map((position) => position.market))) {
    const { level } = marginSummary(state);
    if (level === undefined) return;
    if (level.isLessThan(Decimal.fromNumber(market.instrument.marginStopPercent))) liquidate(state, market);
  }
}

function callMargin(state: VenueState): void {
  const { level } = marginSummary(state);
  const highest = Math.max(...state.positions.open.map(({ market }) => market.instrument.marginCallPercent));
  const isLow = level !== undefined && !level.isGreaterThan(Decimal.fromNumber(highest));
  if (isLow && !state.isMarginCalled) state.outbox.push({ type: 'margin-called', time: state.time, level });
  state.isMarginCalled = isLow;
}

/** Closes a market's positions as far as there is somebody to trade with; the rest the next time. */
function liquidate(state: VenueState, market: Market): void {
  const [first] = state.positions.open.filter((position) => position.market === market);
  if (first === undefined || !market.isMatching || market.mode !== 'online') return;
  const side = first.side === 'long' ? 'sell' : 'buy';
  if (market.across(side).best === undefined) return;
  const quantity = state.positions.open
    .filter((position) => position.market === market)
    .reduce((sum, position) => sum.plus(openQuantity(position)), Decimal.ZERO);
  const order = { type: 'market', side, quantity } as const;
  submit(state, { pair: market.instrument.name, order, terms: { leverage: first.leverage } }, { isLiquidation: true });
}

/** Resting orders that may only reduce a position, and there is none any more (Kraken: "order book maintenance"). */
export function dropIdleReducers(state: VenueState): void {
  for (const order of state.orders.open) {
    if (!order.terms.reduceOnly || order.place === undefined) continue;
    if (state.positions.closableBy(order.side, order.market).isZero()) cancel(state, order, 'reduce only');
  }
}
