// One measurement of a recording in a new process: `node recording.mjs WHAT FOLDER [FRAMES PAIRS DEPTH]`. Prints JSON;
// times are of the processor unless they say otherwise. Uses built packages.
// - `store`: Kraken's feed, book, checksum, and every message kept in a segment of FOLDER.
// - `store-real`: the same of the frames in FOLDER/frames.ndjson, of one pair at depth 25.
// - `at-unsealed`: the book at an instant, of what `store` with the same numbers has left there.
// - `seal`: what lies in FOLDER becomes Parquet. - `replay`, `verify`, `at`: of what was sealed there.
import { readFileSync } from 'node:fs';
import { ConnectionBudget, KrakenFeed } from '@fathom/exchange';
import { OrderBook } from '@fathom/order-book';
import { Recording, RecordingArchive, sealFolder, verify } from '@fathom/recordings';
import { referenceStream, START_US } from './book-stream.mjs';

const [what, folder, count = '300000', pairs = '40', depth = '100'] = process.argv.slice(2);
/** Messages a second of the reference stream. */
const RATE = 1_000;
/** As many as a busy socket delivers. */
const FRAMES_A_TICK = 64;
/** In which all pairs are asked for. */
const ASKING_MS = 4_000;
const clock = { now: () => Date.now() };
const scheduler = {
  after: (ms, task) => {
    const timer = setTimeout(() => task(), ms);
    return () => clearTimeout(timer);
  },
};
const print = (figures) => console.log(JSON.stringify(figures));
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
};

if (what === 'store') await store(reference(), Number(depth));
else if (what === 'store-real') await store(real(), 25);
else if (what === 'seal') await seal();
else if (what === 'at-unsealed') await atUnsealed();
else await read();

function reference() {
  const stream = referenceStream({
    pairs: Number(pairs),
    depth: Number(depth),
    count: Number(count),
    seed: 7,
    rate: RATE,
  });
  const names = Array.from({ length: Number(pairs) }, (_, index) => ({ name: `P${index}/USD`, id: `P${index}USD` }));
  return { stream, names };
}

function real() {
  const lines = readFileSync(`${folder}/frames.ndjson`, 'utf8').trimEnd().split('\n');
  const stream = lines.map((line) => JSON.parse(line));
  return { stream, names: [{ name: 'BTC/USD', id: 'XXBTZUSD' }] };
}

async function store({ stream, names }, bookDepth) {
  const frames = [];
  const arrivals = [];
  for (const { frame, receivedUs } of stream) {
    frames.push(frame);
    arrivals.push(receivedUs / 1000);
  }
  const bytes = Buffer.from(frames.join(''));
  const ends = new Uint32Array(frames.length);
  for (let index = 0, end = 0; index < frames.length; index += 1) ends[index] = end += frames[index].length;
  const total = frames.length;
  frames.length = 0;
  // Time is the stream's, so that segments are named after it.
  let now = arrivals[0] - ASKING_MS;
  const recording = await Recording.open({
    folder,
    program: 'bench',
    clock: { now: () => now },
    scheduler,
    segmentBytes: 2 ** 30,
  });
  const books = new Map();
  const waiting = new Set();
  let handlers;
  let verified = 0;
  const feed = new KrakenFeed({
    deliver: (event) => {
      if (event.type !== 'book-update' && event.type !== 'book-snapshot') return;
      const { book, recorder } = books.get(event.pair);
      const state = book.apply(event);
      if (state === 'verified') verified += 1;
      recorder.book(event, state);
    },
    clock: { now: () => now },
    scheduler: {
      after: (ms, task) => {
        const entry = { due: now + ms, task };
        waiting.add(entry);
        return () => waiting.delete(entry);
      },
    },
    random: { next: () => 0.5 },
    budget: new ConnectionBudget(),
    subscriptionsPerSocket: 100_000,
    transport: {
      open: (_, its) => {
        handlers = its;
        return { send: () => {}, close: () => {}, terminate: () => {} };
      },
    },
  });
  for (const { name, id } of names) {
    const book = new OrderBook(bookDepth);
    const pair = { name, id, depth: bookDepth, priceDecimals: 1, quantityDecimals: 8 };
    books.set(name, { book, recorder: recording.writer.record(pair, book) });
  }
  feed.subscribe(names.map(({ name }) => ({ channel: 'book', pair: name, depth: bookDepth })));
  handlers.opened();
  // A connection may ask for only so much a second; nothing else falls due by then.
  for (; now < arrivals[0]; now += 50) {
    for (const entry of waiting) if (entry.due <= now && waiting.delete(entry)) entry.task();
  }
  const begun = cpu();
  for (let index = 0, from = 0; index < total; index += 1) {
    now = arrivals[index];
    handlers.received(bytes.subarray(from, ends[index]));
    from = ends[index];
    if (index % FRAMES_A_TICK === 0) recording.writer.flush();
  }
  recording.writer.flush();
  const ns = (cpu() - begun) / total;
  await recording.close('done');
  print({ ns, verified, messages: total, bytes: recording.writer.figures.bytes / total });
}

async function seal() {
  const begun = cpu();
  const [sealed] = await sealFolder(folder, clock);
  const books = sealed.parts.filter(({ kind }) => kind === 'book');
  const sum = (name) => books.reduce((all, part) => all + part[name], 0);
  print({
    ns: (cpu() - begun) / sealed.messages,
    messages: sum('messages'),
    verified: sum('verified'),
    bytes: sum('bytes') / sum('messages'),
    bytesALevel: sum('bytes') / sum('rows'),
  });
}

async function read() {
  const archive = await RecordingArchive.open(folder);
  const parts = await archive.catalogue.parts();
  const ids = [...new Set(parts.map(({ pair }) => pair))];
  await archive.duck();
  const begun = cpu();
  const start = performance.now();
  if (what === 'verify') {
    const { days, damaged } = await verify(archive);
    const messages = days.reduce((sum, day) => sum + day.messages, 0);
    if (damaged.length > 0) throw new Error(damaged[0].problem);
    const wallNs = ((performance.now() - start) * 1e6) / messages;
    print({ ns: (cpu() - begun) / messages, wallNs, messages, rssMiB: rss() });
  } else if (what === 'replay') {
    let messages = 0;
    let sum = 0;
    for (const pair of ids) {
      const book = new OrderBook(Number(depth));
      const into = (record) => {
        record.applyTo(book);
        sum += book.bids.price(0) + book.asks.price(0);
        messages += 1;
      };
      await archive.replay({ pair }, { book: into, trades: () => {}, gap: () => {} });
    }
    const wallNs = ((performance.now() - start) * 1e6) / messages;
    print({ ns: (cpu() - begun) / messages, wallNs, messages, rssMiB: rss(), sum });
  } else await booksAt(archive, parts);
  await archive.close();
}

async function atUnsealed() {
  const archive = await RecordingArchive.open(folder);
  const { names } = reference();
  const firstUs = START_US + 100_000;
  const lastUs = START_US + (Number(count) / RATE) * 1e6;
  await booksAt(
    archive,
    names.map(({ id }) => ({ pair: id, firstUs, lastUs })),
  );
  await archive.close();
}

/** The book at a hundred instants, the first one's start included. */
async function booksAt(archive, ranges) {
  const times = [];
  for (let index = 0; index < 100; index += 1) {
    const { pair, firstUs, lastUs } = ranges[(index * 7) % ranges.length];
    const at = performance.now();
    const found = await archive.at(pair, Math.round(firstUs + ((lastUs - firstUs) * ((index * 37) % 100)) / 100));
    if (found === undefined) throw new Error(`no book of ${pair}`);
    times.push(performance.now() - at);
  }
  times.sort((a, b) => a - b);
  print({ medianMs: times[50], p95Ms: times[95], worstMs: times.at(-1) });
}

function rss() {
  return process.resourceUsage().maxRSS / 1024;
}
