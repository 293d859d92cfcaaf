import { Decimal, type Instrument } from '@fathom/contracts';
import type { MarketTicker } from '../../market/market.js';
import { Digits, digits } from '../digits.js';
import { writeJson } from '../json.js';
import { timestamp } from '../timestamp.js';

const HUNDRED = Decimal.of(100n, 0);

/** A `ticker` frame; undefined while a side of the book is empty. */
export function tickerText(
  type: 'snapshot' | 'update',
  ticker: MarketTicker,
  instrument: Instrument,
): string | undefined {
  const { bid, ask, last, day } = ticker;
  if (bid === undefined || ask === undefined || last === undefined) return undefined;
  const open = Decimal.parse(day.open ?? last.price);
  const change = Decimal.parse(last.price).minus(open);
  const percent = open.isZero() ? Decimal.ZERO : change.times(HUNDRED).dividedBy(open, 2);
  const row = {
    symbol: ticker.pair,
    bid: new Digits(bid.price),
    bid_qty: new Digits(bid.quantity),
    ask: new Digits(ask.price),
    ask_qty: new Digits(ask.quantity),
    last: new Digits(last.price),
    volume: digits(day.volume, instrument.quantityDecimals),
    vwap: new Digits(day.vwap ?? last.price),
    low: new Digits(day.low ?? last.price),
    high: new Digits(day.high ?? last.price),
    change: digits(change, instrument.priceDecimals),
    change_pct: digits(percent, 2),
    timestamp: timestamp(ticker.time),
  };
  return writeJson({ channel: 'ticker', type, data: [row] });
}
