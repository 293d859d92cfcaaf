import { Decimal, type Interval, intervalMs } from '@fathom/contracts';
import type { TradeLegs } from './trade-legs.js';

/** Why a session's trade is not the backtest's. */
export const CAUSES = [
  /** The same order met another price. */
  'price',
  'fee',
  /** Left on another candle, or for another reason. */
  'timing',
  /** Another quantity was bought. */
  'quantity',
  /** The candle the session decided on was late, incomplete, or not what the exchange has. */
  'missing data',
  /** Our own rules turned it down. */
  'refused',
  /** The exchange did, or the order never arrived. */
  'exchange',
  /** The bot was not running, or the recording does not reach so far. */
  'not running',
  /** Another trade before it went differently, and a strategy sees its trades. */
  'earlier difference',
  'unexplained',
] as const;

export type CauseKind = (typeof CAUSES)[number];

export interface Cause {
  readonly kind: CauseKind;
  /** What it changed of the profit, session less backtest, quote units. */
  readonly amount: Decimal;
  /** For people. */
  readonly text: string;
}

export interface Circumstances {
  readonly interval: Interval;
  /** The price the market had traded at last at an instant (ms since 1970 UTC), as the session saw it, if known. */
  readonly marketPriceAt?: ((time: number) => number | undefined) | undefined;
}

/** How two trades of one decision differ. The amounts add up to the difference of their profits. */
export function causesBetween(session: TradeLegs, backtest: TradeLegs, about: Circumstances): Cause[] {
  const { interval } = about;
  const met = (what: string, ourPrice: Decimal, theirPrice: Decimal, time: number) => {
    const traded = about.marketPriceAt?.(time);
    const market = traded === undefined ? '' : `; the market had traded at ${traded}`;
    return `${what} at ${ourPrice.toString()}, not ${theirPrice.toString()}${market}`;
  };
  const causes: Cause[] = [];
  const add = (kind: CauseKind, amount: Decimal, text: string) => {
    if (!amount.isZero()) causes.push({ kind, amount, text });
  };
  const direction = Decimal.fromNumber(session.side === 'long' ? 1 : -1);
  const { quantity } = backtest;
  const [ours, theirs] = [session.exit, backtest.exit];
  if (ours === undefined && theirs === undefined) {
    if (!session.entryPrice.equals(backtest.entryPrice)) {
      const text = met('entry', session.entryPrice, backtest.entryPrice, session.entryTime);
      causes.push({ kind: 'price', amount: Decimal.ZERO, text: `${text}; still open` });
    }
    return causes;
  }
  if (ours === undefined || theirs === undefined) {
    const amount = (ours?.profit ?? Decimal.ZERO).minus(theirs?.profit ?? Decimal.ZERO);
    const text = ours === undefined ? 'still open in the session' : 'still open in the backtest';
    causes.push({ kind: 'timing', amount, text });
    return causes;
  }
  const entry = backtest.entryPrice.minus(session.entryPrice).times(quantity).times(direction);
  add('price', entry, met('entry', session.entryPrice, backtest.entryPrice, session.entryTime));
  const exit = ours.price.minus(theirs.price).times(quantity).times(direction);
  const isSameExit = ours.reason === theirs.reason && candleOf(ours.time, interval) === candleOf(theirs.time, interval);
  if (isSameExit) add('price', exit, met('exit', ours.price, theirs.price, ours.time));
  else {
    const text = `left for ${ours.reason} at ${ours.price.toString()}, not for ${theirs.reason} at ${theirs.price.toString()}`;
    causes.push({ kind: 'timing', amount: exit, text: `${text}, ${later(ours.time - theirs.time)}` });
  }
  const fees = backtest.fees.minus(session.fees);
  add('fee', fees, `fees ${session.fees.toString()}, not ${backtest.fees.toString()}`);
  const rest = ours.profit.minus(theirs.profit).minus(entry).minus(exit).minus(fees);
  // What is left of equal quantities is a last digit of an average price.
  const isSameQuantity = session.quantity.equals(quantity);
  const text = isSameQuantity
    ? 'rounding of average prices'
    : `quantity ${session.quantity.toString()}, not ${quantity.toString()}`;
  add(isSameQuantity ? 'price' : 'quantity', rest, text);
  return causes;
}

function candleOf(time: number, interval: Interval): number {
  return Math.floor(time / intervalMs(interval));
}

function later(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const span = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return `${span} ${ms < 0 ? 'earlier' : 'later'}`;
}
