import { longPrice } from '../digits.js';
import type { PublicCall } from './public-call.js';

export const spread: PublicCall = (args, { market, pairs, now }) => {
  const pair = pairs.find(args.required('pair'));
  const since = args.number('since');
  const rows = market.spread(pair.instrument.name, since === undefined ? undefined : since * 1000);
  return {
    [pair.id]: rows.map(({ time, bid, ask }) => [Math.floor(time / 1000), longPrice(bid, pair), longPrice(ask, pair)]),
    last: Math.floor(now / 1000),
  };
};
