import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OrderBook } from '@fathom/order-book';
import { readSegment, SegmentLog } from '@fathom/recordings';

const folder = mkdtempSync(join(tmpdir(), 'recordings-'));
const log = new SegmentLog({
  folder,
  session: 'example',
  program: 'an example',
  clock: { now: () => 1_785_628_800_000 },
  scheduler: { after: () => () => {} },
});
const book = new OrderBook(10);
const pair = { name: 'BTC/USD', id: 'XXBTZUSD', depth: 10, priceDecimals: 1, quantityDecimals: 8 };
const snapshot = {
  type: 'book-snapshot',
  pair: pair.name,
  time: 1_785_628_799_990.5,
  receivedAt: 1_785_628_800_000,
  depth: 10,
  bids: [{ price: '63388.7', quantity: '0.50930100' }],
  asks: [{ price: '63388.8', quantity: '1.20000000' }],
  checksum: 0,
} as const;
log.record(pair, book).book(snapshot, book.apply({ ...snapshot, checksum: undefined }));
await log.close('done');

const nothing = () => {};
for (const name of readdirSync(folder)) {
  readSegment(join(folder, name), {
    pair: ({ name: pairName }) => console.log(`pair ${pairName}`),
    book: (record) => console.log(record.sequence, record.state, record.toEvent().bids),
    session: ({ type }) => console.log(type),
    trades: nothing,
    gap: nothing,
    frame: nothing,
  });
}
