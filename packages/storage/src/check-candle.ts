/**
 * What is wrong with a candle's values, if anything. The order of the checks decides only which fault is named.
 * Times are judged elsewhere.
 */
export function candleFault(
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  trades: number,
): string | undefined {
  const isSound =
    low > 0 && open >= low && close >= low && open <= high && close <= high && high < Number.POSITIVE_INFINITY;
  if (isSound && volume >= 0 && volume < Number.POSITIVE_INFINITY && trades >= 0 && Number.isSafeInteger(trades)) {
    return undefined;
  }
  for (const [name, price] of [
    ['open', open],
    ['high', high],
    ['low', low],
    ['close', close],
  ] as const) {
    if (!(price > 0 && price < Number.POSITIVE_INFINITY)) return `has ${name} ${price}, which is not a number above 0`;
  }
  if (high < low) return `has high ${high} below low ${low}`;
  if (open < low || open > high) return `has open ${open} outside low ${low} to high ${high}`;
  if (close < low || close > high) return `has close ${close} outside low ${low} to high ${high}`;
  if (!(volume >= 0 && volume < Number.POSITIVE_INFINITY)) return `has volume ${volume}, which is not 0 or more`;
  return `has ${trades} trades, which is not a whole number from 0 on`;
}
