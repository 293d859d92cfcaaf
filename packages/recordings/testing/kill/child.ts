import { writeSync } from 'node:fs';
import { OrderBook } from '@fathom/order-book';
import { Recording } from '@fathom/recordings';
import { SeededRandom } from '@fathom/testkit';
import { MadeUpStream } from '../made-up-stream.js';
import { BITCOIN } from '../test-log.js';

// Records as fast as it is told to until somebody kills it. After each tick of the event loop it says how many messages
// it has handled, all ticks together: one line of standard output.

const [folder = '', rate = '20000', seed = '1'] = process.argv.slice(2);
const PAIRS = 8;
const DEPTH = 100;

const random = new SeededRandom(Number(seed));
const clock = { now: () => performance.timeOrigin + performance.now() };
const recording = await Recording.open({
  folder,
  program: 'a process to be killed',
  clock,
  scheduler: {
    after: (delayMs, task) => {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  },
  segmentBytes: 2 ** 20,
});
const pairs = Array.from({ length: PAIRS }, (_, index) => {
  const name = `P${index}/USD`;
  const book = new OrderBook(DEPTH);
  const recorder = recording.writer.record({ ...BITCOIN, name, id: `P${index}`, depth: DEPTH }, book);
  return { book, recorder, stream: new MadeUpStream(name, DEPTH, () => random.next()) };
});

const begun = performance.now();
let handled = 0;
function tick(): void {
  const due = Math.floor(((performance.now() - begun) * Number(rate)) / 1000);
  for (; handled < due; handled += 1) {
    const pair = pairs[handled % PAIRS];
    const message = pair?.stream.next(clock.now());
    if (pair !== undefined && message !== undefined) pair.recorder.book(message, pair.book.apply(message));
  }
  // What was told in this tick has been asked to be written before this is.
  setImmediate(() => {
    writeSync(1, `${handled}\n`);
    setTimeout(tick, 1);
  });
}
tick();
