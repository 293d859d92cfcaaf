/**
 * What a trade is called: the minute since 1970 UTC its entry was decided in, a dot and a running number behind it when
 * that minute had more than one. A plain minute stays a number until somebody reads it.
 */
export type TradeKey = string | number;

/** @param time of the decision, ms since 1970 UTC @param nth 0 for the first entry of a candle */
export function tradeKey(time: number, nth: number): TradeKey {
  const minute = Math.floor(time / 60_000);
  return nth === 0 ? minute : `${minute}.${nth}`;
}
