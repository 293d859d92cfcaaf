import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { DataError } from '@fathom/contracts';
import type { SeenCandle } from '@fathom/backtest';
import { parseLine, type RunHeader } from './session-lines.js';
import { segmentsOf } from './session-record.js';

/** What a bot has recorded of all its runs that are still there. */
export interface RecordedSession {
  /** Of the newest run. */
  readonly run: RunHeader;
  readonly candles: readonly SeenCandle[];
  /** The price of the newest market trade at or before an instant, milliseconds since 1970 UTC. */
  readonly marketPriceAt: (time: number) => number | undefined;
}

/** @throws {DataError} when there is no record, or nothing of a run in it. */
export async function readSession(path: string): Promise<RecordedSession> {
  let run: RunHeader | undefined;
  const candles: SeenCandle[] = [];
  const times: number[] = [];
  const prices: number[] = [];
  for (const segment of segmentsOf(path)) {
    for await (const text of createInterface({
      input: createReadStream(segment),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      const line = parseLine(text);
      if (line?.type === 'run') run = line.run;
      else if (line?.type === 'candle') candles.push(line);
      else if (line?.type === 'trade') {
        times.push(line.time);
        prices.push(line.price);
      }
    }
  }
  if (run === undefined) throw new DataError(`${path} is no record of what a bot has seen, or there is none`);
  return { run, candles, marketPriceAt: (time) => prices[lastAtOrBefore(times, time)] };
}

/** The index of the last of ascending times that is not after `time`; -1 when there is none. */
function lastAtOrBefore(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Number.NaN) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
