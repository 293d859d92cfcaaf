import type { BookLevel } from '@fathom/contracts';
import type { MarketTicker } from '../../market/market.js';
import { longPrice, quantityText } from '../digits.js';
import type { Pair } from '../pairs.js';
import type { PublicCall } from './public-call.js';

export const ticker: PublicCall = (args, { market, pairs }) => {
  const wanted = args.list('pair')?.map((spelling) => pairs.find(spelling)) ?? pairs.all;
  return Object.fromEntries(wanted.map((pair) => [pair.id, listing(market.ticker(pair.instrument.name), pair)]));
};

function listing({ ask, bid, last, today, day }: MarketTicker, pair: Pair) {
  const price = (value: string | undefined) => longPrice(value, pair);
  const prices = (name: 'vwap' | 'low' | 'high') => [
    price(today[name] ?? last?.price),
    price(day[name] ?? last?.price),
  ];
  return {
    a: best(ask, pair),
    b: best(bid, pair),
    c: [price(last?.price), quantityText(last?.quantity ?? '0', pair)],
    v: [quantityText(today.volume, pair), quantityText(day.volume, pair)],
    p: prices('vwap'),
    t: [today.trades, day.trades],
    l: prices('low'),
    h: prices('high'),
    o: price(today.open ?? last?.price),
  };
}

/** Price, whole lots, lots: `["2243.88000", "466", "466.000"]`. */
function best(level: BookLevel | undefined, pair: Pair): string[] {
  const lots = Number(level?.quantity ?? 0);
  // As recorded: 0.009 is written as 1 whole lot and 0.009 or 1.000; whole lots are at least 1.
  return [longPrice(level?.price, pair), String(Math.max(1, Math.floor(lots))), lots.toFixed(3)];
}
