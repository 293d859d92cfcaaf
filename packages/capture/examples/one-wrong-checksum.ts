import { Capture } from '@fathom/capture';
import type { BookSnapshot } from '@fathom/contracts';

const pair = 'BTC/USD';
const capture = new Capture({
  log: {
    opened: () => {},
    book: (message, state) => {
      console.log(`${message.receivedAt}: ${message.type}, ${state}`);
      return true;
    },
    trades: () => true,
    gapBegan: ({ cause, from }) => console.log(`${from}: something may be missing from here on (${cause})`),
    gapEnded: ({ cause, from, to }) => console.log(`${to}: gap since ${from} is over (${cause})`),
    verbatim: () => {},
  },
  resync: (subscription) => console.log(`a new snapshot of ${subscription.pair} is asked for`),
});

const snapshot = (receivedAt: number): BookSnapshot => ({
  type: 'book-snapshot',
  pair,
  time: receivedAt,
  receivedAt,
  depth: 10,
  bids: [{ price: '63388.7', quantity: '0.25761908' }],
  asks: [{ price: '63388.8', quantity: '0.34887114' }],
  checksum: 3_039_244_863,
});

capture.begin([{ channel: 'book', pair, depth: 10 }], 1000);
capture.process(snapshot(1020));
const bids = [{ price: '63388.6', quantity: '1.00000000' }];
// The exchange's book has another checksum than ours: a message must have been lost on the way.
capture.process({ ...snapshot(1040), type: 'book-update', bids, asks: [], checksum: 1 });
capture.process(snapshot(1090));
