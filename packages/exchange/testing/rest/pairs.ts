import type { KrakenPair } from '../../src/kraken/rest/wire/pair.js';
import { readPair } from '../../src/kraken/rest/wire/pair.js';

/** AssetPairs' rows of BTC/USD, DOGE/USD and a dark pool, in today's form. */
export const PAIR_ROWS = {
  // The dark pool first, as the alphabet has it nowhere: whoever takes the first match must still not take it.
  'XXBTZUSD.d': row('XBTUSD.d', undefined, 'XXBT', 'ZUSD', 1),
  XXBTZUSD: row('XBTUSD', 'XBT/USD', 'XXBT', 'ZUSD', 1),
  XDGUSD: { ...row('XDGUSD', 'XDG/USD', 'XXDG', 'ZUSD', 7), ordermin: '50', tick_size: '0.0000001', leverage_buy: [] },
} as const;

export const BTC_USD: KrakenPair = readPair(PAIR_ROWS.XXBTZUSD, 'AssetPairs', 'XXBTZUSD');

function row(altname: string, wsname: string | undefined, base: string, quote: string, digits: number) {
  return {
    altname,
    ...(wsname && { wsname }),
    base,
    quote,
    pair_decimals: digits,
    lot_decimals: 8,
    cost_decimals: 5,
    leverage_buy: [2, 3, 4, 5],
    leverage_sell: [2, 3, 4, 5],
    fees: [
      [0, 0.4],
      [10_000, 0.35],
    ],
    fees_maker: [
      [0, 0.25],
      [10_000, 0.2],
    ],
    ordermin: '0.00005',
    costmin: '0.5',
    tick_size: '0.1',
    status: 'online',
    margin_call: 80,
    margin_stop: 40,
  };
}
