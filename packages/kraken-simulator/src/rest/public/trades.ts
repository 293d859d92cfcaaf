import type { Print } from '../../market/print.js';
import { longPrice, quantityText } from '../digits.js';
import type { Pair } from '../pairs.js';
import { invalid } from '../refusal.js';
import { unixSeconds } from '../timestamp.js';
import type { PublicCall } from './public-call.js';

const MOST = 1000;

/**
 * Prints after `since` (seconds, or nanoseconds as `last` gives them), oldest first; without it the newest. `last` is
 * the instant of the last one in nanoseconds (docs.kraken.com, "Get Recent Trades").
 */
export const trades: PublicCall = (args, { market, pairs }) => {
  const pair = pairs.find(args.required('pair'));
  const since = nanosecondsOf(args.text('since'));
  const count = args.integer('count') ?? MOST;
  if (count < 1 || count > MOST) throw invalid('count');
  const prints = market.trades(pair.instrument.name, since, count);
  const last = prints.at(-1);
  return {
    [pair.id]: prints.map((print) => row(print, pair)),
    last: String(last === undefined ? (since ?? 0n) : nanoseconds(last.time)),
  };
};

function row({ price, quantity, time, side, orderType, id }: Print, pair: Pair) {
  return [
    longPrice(String(price), pair),
    quantityText(quantity, pair),
    unixSeconds(time),
    side === 'buy' ? 'b' : 's',
    orderType === 'limit' ? 'l' : 'm',
    '',
    id,
  ];
}

/** Milliseconds with fractions to nanoseconds; Kraken's own have microseconds and we have no finer ones. */
function nanoseconds(time: number): bigint {
  return BigInt(Math.round(time * 1000)) * 1000n;
}

function nanosecondsOf(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,20})(?:\.(\d{1,9})\d*)?$/.exec(text);
  if (match === null) throw invalid('since');
  const whole = BigInt(match[1] ?? 0);
  // The year 33658 in seconds, or 1970 in nanoseconds: what is meant is plain.
  if (whole >= 1_000_000_000_000n) return whole;
  return whole * 1_000_000_000n + BigInt((match[2] ?? '').padEnd(9, '0'));
}
