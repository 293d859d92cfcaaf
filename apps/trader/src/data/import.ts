import { resolve } from 'node:path';
import { type CandleColumns, type Interval, parseInterval, UsageError } from '@fathom/contracts';
import { altnameOf, findInstrument } from '@fathom/exchange';
import {
  CandleStore,
  describeCandles,
  inferInterval,
  parseCandleFileName,
  readCandles,
  readMarketTrades,
  writeCandles,
} from '@fathom/storage';
import { Progress } from '@fathom/terminal';
import { memberNames, sayingHowToChoose } from '../backtest/candle-source.js';
import type { Io } from '../io.js';
import { countOf, shortTime } from '../text/format.js';
import { countIncomplete, type Incomplete, joinedCandles } from './joined-candles.js';
import { pairOfCandles, pairOfTrades, refuseOtherPair } from './pair-of-file.js';
import { refuseDash } from './refuse-dash.js';
import { refusingMixed } from './refuse-mixed.js';
import { tradedCandles } from './traded-candles.js';

export interface ImportFlags {
  readonly trades?: string;
  readonly currency?: string;
  readonly period?: string;
  readonly out?: string;
  readonly dataFolder: string;
}

/** Candles on their way in: whose they are, and their chunks. */
interface Incoming {
  /** Undefined when nobody said: they can be written to a file, not kept. */
  readonly altname: string | undefined;
  readonly interval: Interval;
  readonly chunks: AsyncIterable<CandleColumns>;
  /** Known once the chunks are read. */
  readonly incomplete: Incomplete;
}

/** `trader data import`. */
export async function importData(files: readonly string[], flags: ImportFlags, io: Io): Promise<void> {
  const { trades, out } = flags;
  if (trades !== undefined && files.length > 0) {
    throw new UsageError(`--trades ${trades} and candle files (${files[0]}) cannot be imported at once`);
  }
  const sources = trades === undefined ? files : [trades];
  if (sources.length === 0) throw new UsageError('nothing to import: name a file, or --trades FILE');
  if (out !== undefined && sources.length > 1)
    throw new UsageError(`--out ${out} takes one file, not ${sources.length}`);
  refuseDash(out);
  const instrument = flags.currency === undefined ? undefined : findInstrument(flags.currency);
  const altname = instrument === undefined ? undefined : altnameOf(instrument);
  const period = flags.period === undefined ? undefined : parseInterval(flags.period);
  for (const file of sources) await sayingHowToChoose(importFile(file));

  async function importFile(file: string): Promise<void> {
    const progress = new Progress(io, `reading ${file}`);
    const wanted = { altname, period, onProgress: (done: number, total: number) => progress.update(done, total) };
    const path = resolve(io.cwd, file);
    if (instrument !== undefined)
      refuseOtherPair(path, instrument, trades === undefined ? pairOfCandles : pairOfTrades);
    try {
      const incoming = trades === undefined ? candleFile(path, wanted) : tradeFile(path, wanted);
      const told = await keep(await incoming, file, flags, io);
      progress.end();
      io.err.write(`${told}\n`);
    } finally {
      progress.end();
    }
  }
}

interface Wanted {
  readonly altname: string | undefined;
  readonly period: Interval | undefined;
  readonly onProgress: (done: number, total: number) => void;
}

async function candleFile(path: string, { altname, period, onProgress }: Wanted): Promise<Incoming> {
  const pair = altname ?? parseCandleFileName(path)?.altname;
  const member = pair === undefined ? [] : memberNames(pair, period);
  const found = await inferInterval(path, { member, fallback: period });
  const fileInterval = period === undefined || period % found === 0 ? found : period;
  const read = readCandles(path, { member, interval: fileInterval, onProgress });
  // A name that tells the interval is believed: then such a beginning is a quiet market's.
  const isInDoubt = period !== undefined && period > fileInterval && parseCandleFileName(path) === undefined;
  const chunks = isInDoubt ? refusingMixed(read, { where: path, found: fileInterval, asked: period }) : read;
  const interval = period ?? fileInterval;
  const incomplete: Incomplete = {};
  return {
    altname: pair,
    interval,
    chunks: joinedCandles(chunks, fileInterval, interval, incomplete),
    incomplete,
  };
}

function tradeFile(path: string, { altname, period, onProgress }: Wanted): Incoming {
  if (period === undefined) throw new UsageError('--trades needs -p, the candle interval in minutes');
  const named = pairOfTrades(path);
  const pair = altname ?? (named && altnameOf(named));
  const member = pair === undefined ? [] : [`${pair}.csv`];
  const chunks = tradedCandles(readMarketTrades(path, { member, onProgress }), period);
  return { altname: pair, interval: period, chunks, incomplete: {} };
}

/** Writes the candles where they belong and says what became of them. */
async function keep(
  { altname, interval, chunks, incomplete }: Incoming,
  file: string,
  flags: ImportFlags,
  io: Io,
): Promise<string> {
  if (flags.out !== undefined) {
    const tally = { rows: 0, first: Number.NaN, last: Number.NaN };
    await writeCandles(resolve(io.cwd, flags.out), counted(chunks, tally));
    const { rows, first, last } = tally;
    return `${flags.out}: ${countOf(rows, 'candle')} of ${countOf(interval, 'minute')}, ${shortTime(first)} to ${shortTime(last)} UTC${leftOut(incomplete)}`;
  }
  if (altname === undefined) throw new UsageError(`${file} does not say its pair: give -c`);
  const store = new CandleStore(resolve(io.cwd, flags.dataFolder));
  const { path, added, replaced } = await store.import(altname, interval, chunks);
  const { rows, first, last, gaps } = await describeCandles(path, { interval });
  const range = `${shortTime(first)} to ${shortTime(last)} UTC, ${countOf(gaps, 'gap')}`;
  return `${path}: ${countOf(added, 'candle')} added, ${replaced} replaced; ${rows} in all, ${range}${leftOut(incomplete)}`;
}

function leftOut(incomplete: Incomplete): string {
  const count = countIncomplete(incomplete);
  return count === 0 ? '' : `; ${countOf(count, 'incomplete candle')} left out`;
}

interface Tally {
  rows: number;
  first: number;
  last: number;
}

/** Counts what is written, by the way: candles without trades get no row. */
async function* counted(chunks: AsyncIterable<CandleColumns>, tally: Tally): AsyncGenerator<CandleColumns> {
  for await (const chunk of chunks) {
    for (let row = 0; row < chunk.length; row += 1) {
      if (chunk.trades[row] === 0) continue;
      const time = chunk.openTime[row] ?? Number.NaN;
      if (tally.rows === 0) tally.first = time;
      tally.rows += 1;
      tally.last = time;
    }
    yield chunk;
  }
}
