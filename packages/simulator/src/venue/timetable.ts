import { Decimal } from '@fathom/contracts';
import { cancel, expire } from './ending.js';
import { percentOf } from './percent.js';
import { type OpenPosition, openQuantity, ROLLOVER_MS } from './positions.js';
import type { VenueState } from './venue-state.js';
import { start } from './working.js';

/** What is to happen at an instant. */
interface Due {
  readonly at: number;
  readonly happen: () => void;
}

/** Lets everything due until `time` happen, each at its own instant; `after` is called after each. */
export function passTime(state: VenueState, time: number, after: () => void): void {
  for (let due = nextDue(state); due !== undefined && due.at <= time; due = nextDue(state)) {
    state.time = Math.max(state.time, due.at);
    due.happen();
    after();
  }
  state.time = time;
}

/** At one instant expiries come before starts, starts before rollovers, the switch last. */
function nextDue(state: VenueState): Due | undefined {
  let next: Due | undefined;
  const consider = (at: number | undefined, happen: () => void) => {
    if (at !== undefined && (next === undefined || at < next.at)) next = { at, happen };
  };
  const { open } = state.orders;
  for (const order of open) consider(order.terms.expiresAt, () => expire(state, order));
  for (const order of open) if (order.isPending) consider(order.terms.startsAt, () => start(state, order));
  for (const position of state.positions.open) {
    consider(position.nextRolloverAt, () => rollOver(state, position));
  }
  consider(state.switchAt, () => goOff(state));
  return next;
}

/** On what is borrowed: the cost of a long in quote; the base of a short, at its price now. */
function rollOver(state: VenueState, position: OpenPosition): void {
  const { market, side, rolloverPercent, openCost } = position;
  position.nextRolloverAt += ROLLOVER_MS;
  const { price } = market;
  const isAtPrice = side === 'short' && price !== undefined;
  const borrowed = isAtPrice ? market.cost(price, openQuantity(position)) : openCost;
  const fee = market.rounded(percentOf(borrowed, rolloverPercent));
  position.fee = position.fee.plus(fee);
  const asset = market.instrument.quote;
  const about = { reference: position.id, time: state.time, kind: 'rollover' } as const;
  const entry = state.wallet.book({ ...about, asset, amount: Decimal.ZERO, fee });
  state.outbox.push({ type: 'balance-changed', time: state.time, entry });
}

/** The switch: what a maintenance keeps it from is done when that is over (`isSwitched`). */
function goOff(state: VenueState): void {
  state.switchAt = undefined;
  for (const order of state.orders.open) {
    if (order.market.mode === 'maintenance') order.isSwitched = true;
    else cancel(state, order, 'dead man’s switch');
  }
}

/** A maintenance is over: what the switch could not cancel meanwhile. */
export function cancelSwitched(state: VenueState): void {
  for (const order of state.orders.open) {
    if (order.isSwitched && order.market.mode !== 'maintenance') cancel(state, order, 'dead man’s switch');
  }
}
