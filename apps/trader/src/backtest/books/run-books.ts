import { resolve } from 'node:path';
import { DataError, type Interval, intervalMs, UsageError } from '@fathom/contracts';
import { RecordingArchive, storeOf } from '@fathom/recordings';
import { Progress } from '@fathom/terminal';
import { STRATEGY_LIMIT_MS } from '../../trade/limited-call.js';
import { limitedStrategy } from '../../trade/limited-strategy.js';
import type { Io } from '../../io.js';
import { countOf, shortTime } from '../../text/format.js';
import type { BacktestFlags, BacktestPlan } from '../options.js';
import type { RunRequest, RunResult } from '../run.js';
import { BookRun } from './book-run.js';

/** The original's candles, where nobody says otherwise. */
const USUAL_INTERVAL: Interval = 5;

/** Where a recording is, and the candles a strategy is to see of it. */
export interface BookSource {
  readonly path: string;
  /** `postgres://…`, where the archive is in a database. */
  readonly store?: string;
  readonly interval: Interval;
}

/** @throws {UsageError} for flags that mean nothing over a recording. */
export function bookSource(
  flags: BacktestFlags,
  { interval, margin }: BacktestPlan,
  folder: string,
  io: Io,
): BookSource {
  if (flags.data !== undefined) throw new UsageError('--books and --data exclude each other');
  if (flags.sensitivity === true)
    throw new UsageError('--sensitivity needs candles: a recorded book has its own slippage');
  if (flags.slippage !== '0')
    throw new UsageError(`--slippage ${flags.slippage} needs candles: a recorded book has its own`);
  if (margin !== undefined)
    throw new UsageError(`--leverage ${margin.leverage} needs candles: a recording does not say what may be borrowed`);
  return { path: resolve(io.cwd, folder), interval: interval ?? USUAL_INTERVAL, ...storeOf(flags, io) };
}

/**
 * Plays a recording to a bot on paper.
 * @throws {DataError} when there is no such recording, or nothing of the pair in the range.
 */
export async function runBooks(
  request: Omit<RunRequest, 'source' | 'variants'> & { readonly source: BookSource },
  io: Io,
): Promise<RunResult & { readonly main: BookRun }> {
  const { plan, source, botId, onTrade, onCandle } = request;
  const archive = await RecordingArchive.open(source.path, source.store === undefined ? {} : { store: source.store });
  const { instrument, start, end } = plan;
  const { interval } = source;
  const strategy = limitedStrategy(plan.definition.create(plan.config), STRATEGY_LIMIT_MS);
  // Candles before the start only warm the strategy up.
  const from = start === undefined ? undefined : start - (strategy.warmup + 1) * intervalMs(interval);
  let run: BookRun | undefined;
  const begin = (us: number, depth: number): BookRun =>
    new BookRun({
      strategy,
      instrument,
      interval,
      balance: plan.balance,
      sizing: plan.sizing,
      fees: plan.fees,
      slippageBasisPoints: plan.slippageBasisPoints,
      botId,
      depth,
      begin: us / 1000,
      ...(plan.limits && { limits: plan.limits }),
      ...(plan.guards && { guards: plan.guards }),
      ...(start !== undefined && { tradeFrom: start }),
      ...(onTrade && { onTrade }),
      ...(onCandle && { onCandle }),
    });
  const progress = new Progress(io, 'replaying');
  const begun = io.stopwatch();
  let trades = 0;
  let latestUs = 0;
  const parts = await archive.catalogue.parts({ pair: instrument.id });
  const [firstUs, lastUs] = [parts[0]?.firstUs ?? 0, parts.reduce((last, part) => Math.max(last, part.lastUs), 0)];
  try {
    await request.onStart();
    await archive.replay(
      {
        pair: instrument.id,
        ...(from !== undefined && { fromUs: Math.round(from * 1000) }),
        ...(end !== undefined && { toUs: Math.round(end * 1000) }),
      },
      {
        book: (record) => {
          run ??= begin(record.receivedUs, record.pair.depth);
          latestUs = record.receivedUs;
          run.bookChanged(record);
        },
        trades: (record) => {
          trades += 1;
          run?.traded(record);
        },
        gap: (gap) => run?.missing(gap),
        pause: async () => progress.update(latestUs - firstUs, Math.max(1, lastUs - firstUs)),
      },
    );
  } finally {
    progress.end();
    await archive.close();
  }
  const runMs = io.stopwatch() - begun;
  // The book before a range is told even when the range holds nothing.
  if (run === undefined || (trades === 0 && run.messages <= 1)) throw nothingThere(plan, source);
  if (trades === 0) {
    throw new DataError(
      `no market trades of ${instrument.name} in ${source.path}, and candles are made of them: record with --trades`,
    );
  }
  if (run.curve === undefined) {
    throw new DataError(
      `the recording in ${source.path} is too short for a ${interval} minute candle of ${instrument.name}`,
    );
  }
  run.finish();
  return { main: run, variants: [], incomplete: {}, loadMs: 0, runMs };
}

/** What a reader must know of how orders were filled. */
export function bookNote({ messages, holes, missingMs }: BookRun, { path }: BookSource): string {
  const missing =
    holes === 0 ? 'without a gap' : `with ${countOf(holes, 'gap')} of ${(missingMs / 1000).toFixed(1)} s in all`;
  return `note: orders met the recorded book of ${path}, ${messages} messages ${missing}, 100 ms after they were sent\n`;
}

function nothingThere({ instrument, start, end }: BacktestPlan, { path }: BookSource): DataError {
  const asked = `from ${start === undefined ? 'the beginning' : shortTime(start)} to ${end === undefined ? 'the end' : shortTime(end)}`;
  return new DataError(`no recorded book of ${instrument.name} ${asked} in ${path}`);
}
