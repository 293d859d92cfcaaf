import type { BookLevel, BookSnapshot, BookUpdate } from '@fathom/contracts';
import { recordedBook } from './kraken-recordings.js';

/** The snapshots and updates of a recorded book stream, read without a feed: digits as they came. */
export function recordedBookMessages(name: Parameters<typeof recordedBook>[0]): (BookSnapshot | BookUpdate)[] {
  return recordedBook(name)
    .map(({ bytes }) => bytes.toString())
    .filter((frame) => frame.startsWith('{"channel":"book"'))
    .map((frame) => messageOf(JSON.parse(frame.replace(/":(\d[\d.]*)/g, '":"$1"'))));
}

interface Frame {
  readonly type: string;
  readonly data: readonly [
    {
      readonly symbol: string;
      readonly bids: readonly { readonly price: string; readonly qty: string }[];
      readonly asks: readonly { readonly price: string; readonly qty: string }[];
      readonly checksum: string;
    },
  ];
}

function messageOf({ type, data: [book] }: Frame): BookSnapshot | BookUpdate {
  return {
    type: type === 'snapshot' ? 'book-snapshot' : 'book-update',
    pair: book.symbol,
    time: 0,
    receivedAt: 0,
    depth: 0,
    bids: book.bids.map(levelOf),
    asks: book.asks.map(levelOf),
    checksum: Number(book.checksum),
  };
}

function levelOf({ price, qty }: { readonly price: string; readonly qty: string }): BookLevel {
  return { price, quantity: qty };
}
