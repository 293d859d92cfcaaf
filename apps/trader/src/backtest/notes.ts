import { relative } from 'node:path';
import { intervalMs } from '@fathom/contracts';
import type { Io } from '../io.js';
import { shortTime } from '../text/format.js';
import type { CandleSource } from './candle-source.js';
import type { BacktestFlags, BacktestPlan } from './options.js';
import type { RunResult } from './run.js';

/** Command lines of the bot that came before have it in backtests too. */
export function noteTicker({ ticker }: BacktestFlags, io: Io): void {
  if (ticker !== undefined)
    io.err.write(`note: --ticker ${ticker} has no effect in a backtest, whose candles are recorded\n`);
}

/** Candles of which the file holds only a part are not played, and that is said. */
export function noteIncomplete(
  { start, end }: BacktestPlan,
  source: CandleSource,
  { incomplete }: RunResult,
  io: Io,
): void {
  const { first, last } = incomplete;
  const length = intervalMs(source.interval);
  const left: string[] = [];
  if (first !== undefined && first >= (start ?? first)) left.push(`the first (${shortTime(first)})`);
  if (last !== undefined && last !== first && last + length <= (end ?? Number.POSITIVE_INFINITY)) {
    left.push(`the last (${shortTime(last)})`);
  }
  if (left.length === 0) return;
  const [candles, are] = left.length > 1 ? ['candles', 'are'] : ['candle', 'is'];
  io.err.write(
    `note: ${left.join(' and ')} ${source.interval} minute ${candles} ${are} incomplete in ${shortPath(source.path, io)} and left out\n`,
  );
}

/** As seen from where the user is, when that is shorter. */
export function shortPath(path: string, { cwd }: Io): string {
  const way = relative(cwd, path);
  return way.length < path.length ? way : path;
}

/** A range that reaches beyond the data is run as far as the data goes, and that is said. */
export function warnOfRange({ start, end }: BacktestPlan, { main, incomplete }: RunResult, io: Io): void {
  const { first, curve } = main;
  if (first === undefined || curve === undefined) return;
  const length = intervalMs(main.options.interval);
  // What is there in part has been told already.
  const begin = Math.min(incomplete.first ?? first.openTime, first.openTime);
  const until = Math.max(incomplete.last === undefined ? curve.time : incomplete.last + length, curve.time);
  if (start !== undefined && begin - start >= length) {
    io.err.write(`note: no candles from ${shortTime(start)} on; the run begins at ${shortTime(first.openTime)} UTC\n`);
  }
  if (end !== undefined && end - until >= length) {
    io.err.write(`note: no candles up to ${shortTime(end)}; the run ends at ${shortTime(curve.time)} UTC\n`);
  }
}

/**
 * A strategy that is not warm at the start trades late, or never, and that is said; but for a run that begins with the data,
 * where nothing can be before.
 */
export function warnOfWarmup({ main: { candles, curve, first, options } }: RunResult, io: Io): void {
  const { name, warmup } = options.strategy;
  const before = candles - (curve?.candles ?? 0);
  if (candles <= warmup) {
    io.err.write(`note: strategy ${name} needs more than ${warmup} candles before it trades; there are ${candles}\n`);
  } else if (first !== undefined && before > 0 && before < warmup) {
    const start = shortTime(first.openTime);
    io.err.write(
      `note: strategy ${name} needs ${warmup} candles to warm up and has ${before} before ${start}: it trades later\n`,
    );
  }
}
