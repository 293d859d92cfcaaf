import type { DepthLevel } from '../../market/book-view.js';
import { longPrice } from '../digits.js';
import { invalid } from '../refusal.js';
import type { PublicCall } from './public-call.js';

const MOST = 500;

export const depth: PublicCall = (args, { market, pairs }) => {
  const pair = pairs.find(args.required('pair'));
  const count = args.integer('count') ?? 100;
  if (count < 1) throw invalid('count');
  const row = ({ price, quantity, time }: DepthLevel) => [
    longPrice(price, pair),
    Number(quantity).toFixed(3),
    Math.floor(time / 1000),
  ];
  const { asks, bids } = market.depth(pair.instrument.name, Math.min(count, MOST));
  return { [pair.id]: { asks: asks.map(row), bids: bids.map(row) } };
};
