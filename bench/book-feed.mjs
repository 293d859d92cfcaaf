// One measurement in a new process: `node book-feed.mjs WHAT FRAMES PAIRS DEPTH`. WHAT is `parse` (JSON.parse alone, what
// every other client begins with) or `book` (Kraken's feed, order book and checksum of every message). Prints
// nanoseconds of processor time a frame. Uses built packages.
import { ConnectionBudget, KrakenFeed } from '@fathom/exchange';
import { OrderBook } from '@fathom/order-book';
import { bookStream } from './book-stream.mjs';

const [what = 'book', count = '300000', pairs = '40', depth = '100'] = process.argv.slice(2);
const frames = bookStream({ pairs: Number(pairs), depth: Number(depth), count: Number(count), seed: 7 });
// As they lie in a socket's memory, so that each becomes a text only when its turn comes.
const bytes = Buffer.from(frames.join(''));
const ends = new Uint32Array(frames.length);
for (let index = 0, end = 0; index < frames.length; index += 1) ends[index] = end += frames[index].length;
frames.length = 0;
const read = what === 'parse' ? parse : book();
const begun = process.cpuUsage();
let sum = 0;
for (let index = 0, from = 0; index < ends.length; index += 1) {
  sum += read(bytes.toString('utf8', from, ends[index]));
  from = ends[index];
}
const { user, system } = process.cpuUsage(begun);
console.log(JSON.stringify({ ns: ((user + system) * 1000) / ends.length, verified: sum }));

function parse(text) {
  return JSON.parse(text).data.length;
}

function book() {
  const books = new Map();
  let verified = 0;
  let handlers;
  const feed = new KrakenFeed({
    deliver: (event) => {
      if (event.type !== 'book-update' && event.type !== 'book-snapshot') return;
      if (books.get(event.pair).apply(event) === 'verified') verified += 1;
    },
    clock: { now: () => 1_785_641_750_000 },
    scheduler: { after: () => () => {} },
    random: { next: () => 0.5 },
    budget: new ConnectionBudget(),
    transport: {
      open: (_, its) => {
        handlers = its;
        return { send: () => {}, close: () => {}, terminate: () => {} };
      },
    },
  });
  for (let index = 0; index < Number(pairs); index += 1) {
    books.set(`P${index}/USD`, new OrderBook(Number(depth)));
    feed.subscribe([{ channel: 'book', pair: `P${index}/USD`, depth: Number(depth) }]);
  }
  handlers.opened();
  return (text) => {
    verified = 0;
    handlers.received(text);
    return verified;
  };
}
