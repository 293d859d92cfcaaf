/**
 * What a trade is called: the minute since 1970 UTC its entry was decided in, a dot and a running number behind it when
 * that minute had more than one. A plain minute stays a number until somebody reads it.
 */
export type TradeKey = string | number;

/** @param time of the decision, ms since 1970 UTC @param nth 0 for the first entry of a candle */
export function tradeKey(time: number, nth: number): TradeKey {
  return nth === 0 ? tradeMinute(time) : `${tradeMinute(time)}.${nth}`;
}

/** The key of the first entry of a candle. */
export function tradeMinute(time: number): number {
  return Math.floor(time / 60_000);
}

const THOUSAND = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'));
/** Trades mostly follow one another within a thousand minutes. */
let latestThousand = Number.NaN;
let latestText = '';

/** The key as text. Joining two pieces takes a fifth of the time V8 needs to write a number it has not met lately. */
export function tradeKeyText(key: TradeKey): string {
  if (typeof key === 'string' || !(key >= 1000)) return String(key);
  const thousand = Math.floor(key / 1000);
  if (thousand !== latestThousand) {
    latestThousand = thousand;
    latestText = String(thousand);
  }
  return latestText + (THOUSAND[key - thousand * 1000] ?? '');
}
