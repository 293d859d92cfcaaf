// One measurement in a new process: `node book-feed.mjs WHAT FRAMES PAIRS DEPTH`. WHAT is `parse` (JSON.parse alone, what
// every other client begins with) or `book` (Kraken's feed, order book and checksum of every message). Prints
// nanoseconds of processor time a frame. Uses built packages.
import { ConnectionBudget, KrakenFeed } from '@fathom/exchange';
import { OrderBook } from '@fathom/order-book';
import { bookStream } from './book-stream.mjs';

const [what = 'book', count = '300000', pairs = '40', depth = '100'] = process.argv.slice(2);
const frames = bookStream({ pairs: Number(pairs), depth: Number(depth), count: Number(count), seed: 7 });
// As they lie in a socket's memory: each is a piece of it, and becomes a text only for a reader that needs one.
const bytes = Buffer.from(frames.join(''));
const pairOf = frames.map((text) => /"symbol":"([^"]+)"/.exec(text)[1]);
const ends = new Uint32Array(frames.length);
for (let index = 0, end = 0; index < frames.length; index += 1) ends[index] = end += frames[index].length;
frames.length = 0;
const readerOf = what === 'parse' ? undefined : book();
const read = pairOf.map((pair) => readerOf?.(pair) ?? parse);
const begun = process.cpuUsage();
let sum = 0;
for (let index = 0, from = 0; index < ends.length; index += 1) {
  sum += read[index](bytes.subarray(from, ends[index]));
  from = ends[index];
}
const { user, system } = process.cpuUsage(begun);
console.log(JSON.stringify({ ns: ((user + system) * 1000) / ends.length, verified: sum }));

function parse(frame) {
  return JSON.parse(frame.toString()).data.length;
}

/** Gives, for a pair, what takes the frames of the connection that asked for it. */
function book() {
  const books = new Map();
  const readers = new Map();
  const opened = [];
  let verified = 0;
  let now = 1_785_641_750_000;
  let tasks = [];
  const feed = new KrakenFeed({
    deliver: (event) => {
      if (event.type !== 'book-update' && event.type !== 'book-snapshot') return;
      if (books.get(event.pair).apply(event) === 'verified') verified += 1;
    },
    clock: { now: () => now },
    scheduler: {
      after: (delayMs, run) => {
        const task = { at: now + delayMs, run };
        tasks.push(task);
        return () => (tasks = tasks.filter((one) => one !== task));
      },
    },
    random: { next: () => 0.5 },
    budget: new ConnectionBudget(),
    transport: {
      open: (_, its) => {
        const reader = (frame) => {
          verified = 0;
          its.received(frame);
          return verified;
        };
        opened.push(its);
        const send = (text) => {
          const { method, params } = JSON.parse(text);
          if (method === 'subscribe') for (const pair of params.symbol) readers.set(pair, reader);
        };
        return { send, close: () => {}, terminate: () => {} };
      },
    },
  });
  for (let index = 0; index < Number(pairs); index += 1) {
    books.set(`P${index}/USD`, new OrderBook(Number(depth)));
    feed.subscribe([{ channel: 'book', pair: `P${index}/USD`, depth: Number(depth) }]);
  }
  // A feed asks for so many at a time, over several connections; a second is enough for a thousand.
  while (readers.size < books.size && now < 1_785_641_754_000) {
    for (const its of opened.splice(0)) its.opened();
    now += 50;
    const due = tasks.filter(({ at }) => at <= now);
    tasks = tasks.filter(({ at }) => at > now);
    for (const { run } of due) run();
  }
  if (readers.size < books.size) throw new Error(`only ${readers.size} of ${books.size} pairs were asked for`);
  return (pair) => readers.get(pair);
}
