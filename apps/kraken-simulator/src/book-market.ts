import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DataError } from '@fathom/contracts';
import { findInstrument } from '@fathom/exchange';
import {
  captureFrames,
  type MarketSource,
  recordingSource,
  ReplayedMarket,
  type SourceStep,
  startingAt,
} from '@fathom/kraken-simulator';
import type { MarketOptions } from './candle-market.js';

/** Between the end of a recording and its next beginning. */
const PAUSE_MS = 1000;

/**
 * A market out of a recorded book, a `.cbcap` file, plain or gzip, which begins anew when it is over.
 * @throws {DataError} for a file that cannot be read or is none
 */
export function bookMarket(path: string, { now, speed }: MarketOptions): ReplayedMarket {
  const bytes = bytesOf(path);
  const name = /^CBCAP1 kraken (\S+) /.exec(bytes.subarray(0, 100).toString('latin1'))?.[1];
  if (name === undefined) throw new DataError(`${path} is not a recorded book: it does not begin with CBCAP1`);
  const instrument = findInstrument(name);
  // Nobody reads deeper than the deepest snapshot.
  const steps = () => recordingSource({ instrument, frames: captureFrames(bytes), depth: 1000 }).steps;
  const first = firstOf(steps());
  if (first === undefined) throw new DataError(`${path} holds no book of ${instrument.name}`);
  const depth = Math.max(first.type === 'market-traded' ? 0 : Math.max(first.bids.length, first.asks.length), 10);
  const source: MarketSource = { instrument, depth, steps: repeated(steps) };
  return new ReplayedMarket({
    sources: [source],
    clock: { ...startingAt(first.time, now, speed), recorded: first.time },
  });
}

/** The recording again and again, each time later and with new numbers of trades. */
function* repeated(steps: () => Iterable<SourceStep>): Generator<SourceStep> {
  let [shift, numbers] = [0, 0];
  for (;;) {
    let [begun, ended, highest] = [Number.NaN, 0, 0];
    for (const step of steps()) {
      if (Number.isNaN(begun)) begun = step.time;
      ended = step.time;
      const time = step.time + shift;
      if (step.type !== 'market-traded') {
        yield { ...step, time };
        continue;
      }
      highest = step.trades.reduce((most, { id }) => Math.max(most, id), highest);
      const by = { shift, numbers };
      yield {
        ...step,
        time,
        trades: step.trades.map((print) => ({ ...print, id: print.id + by.numbers, time: print.time + by.shift })),
      };
    }
    shift += ended - begun + PAUSE_MS;
    numbers += highest;
  }
}

function firstOf<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}

function bytesOf(path: string): Buffer {
  try {
    const bytes = readFileSync(path);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  } catch (error) {
    throw new DataError(`${path} cannot be read`, { cause: error });
  }
}
