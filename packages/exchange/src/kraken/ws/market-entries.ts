import { type BookLevel, type Candle, Decimal, type MarketTrade, type Ticker } from '@fathom/contracts';
import { Fields, FrameError } from './frame-fields.js';
import type { Json } from './json-text.js';

// Entries of market data frames, each as its fields stand in docs.kraken.com, WebSocket v2. All throw a `FrameError`.

const PLAIN = /^\d+(\.\d+)?$/;

/** Levels and checksum of a book frame written in another way than the scanner knows. */
export function bookEntry(fields: Fields): { bids: BookLevel[]; asks: BookLevel[]; checksum: number } {
  const checksum = fields.number('checksum');
  if (!Number.isInteger(checksum) || checksum < 0 || checksum > 0xffffffff) {
    throw new FrameError(`checksum ${checksum} is not an unsigned 32-bit number`);
  }
  return { bids: fields.list('bids').map(level), asks: fields.list('asks').map(level), checksum };
}

function level(value: Json): BookLevel {
  const fields = new Fields(value);
  return { price: plain(fields.digits('price')), quantity: plain(fields.digits('qty')) };
}

/** Digits as they are; `1e-08` written out. */
function plain(digits: string): string {
  if (PLAIN.test(digits)) return digits;
  const written = Decimal.parse(digits);
  if (written.isNegative()) throw new FrameError(`${digits} in a book`);
  return written.toString();
}

export function tickerEntry(fields: Fields, receivedAt: number): Ticker {
  return {
    time: fields.optionalTime('timestamp') ?? receivedAt,
    bid: fields.number('bid'),
    ask: fields.number('ask'),
    last: fields.number('last'),
  };
}

export function tradeEntry(fields: Fields): MarketTrade & { readonly id: number } {
  const id = fields.number('trade_id');
  if (!Number.isSafeInteger(id)) throw new FrameError(`trade_id ${id} is not a whole number`);
  return {
    time: fields.time('timestamp'),
    price: fields.number('price'),
    quantity: fields.decimal('qty'),
    id,
    side: fields.oneOf('side', ['buy', 'sell']),
  };
}

export function candleEntry(fields: Fields): Candle {
  return {
    openTime: fields.time('interval_begin'),
    open: fields.number('open'),
    high: fields.number('high'),
    low: fields.number('low'),
    close: fields.number('close'),
    volume: fields.number('volume'),
    trades: fields.number('trades'),
  };
}
