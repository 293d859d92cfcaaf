import type { EnterSignal, Signal } from '@fathom/contracts';
import type { PlainOrders } from './plain-orders.js';

/** Whether a plain run can do what the strategy wants on one candle. */
export function areKnown(signals: readonly Signal[], orders: PlainOrders): boolean {
  let entries = 0;
  for (let i = 0; i < signals.length; i += 1) {
    const signal = signals[i];
    if (signal === undefined) return false;
    if (signal.action === 'enter') {
      entries += 1;
      // A second one would need a name that is no number.
      if (entries > 1 || !isPlainEntry(signal)) return false;
    } else if (signal.action !== 'exit' || orders.find(signal.tradeId) === undefined) return false;
  }
  return true;
}

/** Whether it opens a trade at the market that has at most a stop. */
export function isPlainEntry(signal: EnterSignal): boolean {
  const { side, limitPrice, stopPrice, stopLimitPrice, takeProfitPrice, trailingOffset } = signal;
  // How long a limit order rests, and whether it may take, means nothing without one.
  if (side !== 'long' || limitPrice !== undefined || stopLimitPrice !== undefined) return false;
  if (takeProfitPrice !== undefined || trailingOffset !== undefined) return false;
  return stopPrice === undefined || (stopPrice > 0 && stopPrice < Number.POSITIVE_INFINITY);
}
