import type { Instrument, RemainderLeft } from '@fathom/contracts';

/** What was left over of a trade, for people: how much, why, what it counts as, and what becomes of it. */
export function leftOverText({ tradeId, quantity, price, why }: RemainderLeft, pair: Instrument): string {
  const { base, quote, minQuantity, minCost } = pair;
  const what = `${quantity.toString()} ${base} of trade ${tradeId}`;
  const counted = `counted at ${price.toString()} ${quote}`;
  if (why === 'not-held') return `${what} is not there to be given back: a stray fill has done so already; ${counted}`;
  const least = `${minQuantity.toString()} ${base} and ${minCost.toString()} ${quote}`;
  return `${what} is left over: ${pair.name} takes no order below ${least}; ${counted}, and left to you`;
}
