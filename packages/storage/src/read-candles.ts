import { statSync } from 'node:fs';
import type { CandleColumns, Interval } from '@fathom/contracts';
import type { ByteSource } from './byte-source.js';
import { parseCandleFileName } from './candle-file-name.js';
import { CandleRows } from './candle-rows.js';
import { commonStep } from './infer-interval.js';
import { IntervalError } from './interval-error.js';
import { showName } from './show-name.js';
import { LineBuffer, type OnProgress } from './line-buffer.js';
import { openBytes } from './open-bytes.js';
import { readRows } from './row-reader.js';

/** So many rows fit a processor's cache together with the bytes they come from. */
const CHUNK_ROWS = 8192;

export interface FileOptions {
  /** For a zip: the member's name, or several, the first one found is taken; a zip with one CSV needs none. */
  readonly member?: string | readonly string[] | undefined;
  /** Told now and then how far the file is read, in bytes as stored; 0 of 0 for a pipe. */
  readonly onProgress?: OnProgress | undefined;
}

export interface InferOptions extends FileOptions {
  /** For a file of a single row, which does not tell. */
  readonly fallback?: Interval | undefined;
}

export interface ReadOptions extends FileOptions {
  /** Only what is at or after this time, milliseconds since 1970. */
  readonly from?: number | undefined;
  /** Only what is before this time, milliseconds since 1970; the file is not read any further. */
  readonly to?: number | undefined;
}

export interface ReadCandlesOptions extends ReadOptions {
  /** What the file must hold. Else its name says it, `XBTUSD_60.csv`, or the step most of its first rows are apart. */
  readonly interval?: Interval | undefined;
}

/** Sizes that tests make tiny. */
export interface ReadSizes {
  readonly bytes?: number;
  readonly rows?: number;
}

/**
 * Reads a file of Kraken's OHLCVT rows, `time,open,high,low,close,volume,trades` with the time in seconds: plain, gzip
 * or a member of a zip, in constant memory. Values are those of `Number()`. CR LF, a byte order mark, a missing last
 * newline and blank lines at the end are fine.
 *
 * Chunks hold up to 8192 candles with `openTime` in milliseconds. **Their columns are used again**: what is in them
 * holds until the next chunk is asked for.
 * @throws {DataError} one line with file, row and value: see the README for the list.
 */
export async function* readCandles(
  path: string,
  options: ReadCandlesOptions = {},
): AsyncGenerator<CandleColumns, void, undefined> {
  const source = await openBytes(path, memberNames(options));
  try {
    yield* candlesOf(source, path, options);
  } finally {
    source.close();
  }
}

/** `readCandles` on an open source. */
export async function* candlesOf(
  source: ByteSource,
  path: string,
  options: ReadCandlesOptions,
  sizes: ReadSizes = {},
): AsyncGenerator<CandleColumns, void, undefined> {
  const where = whereOf(source, path);
  const lines = new LineBuffer(source, { where, capacity: sizes.bytes, onProgress: options.onProgress });
  await lines.fill();
  const interval = options.interval ?? intervalOf(source, path, lines);
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = options;
  yield* readRows(lines, new CandleRows({ where, interval, from, to, chunkRows: sizes.rows ?? CHUNK_ROWS }));
}

/** Whether a path can be opened and read more than once: a pipe gives its bytes to the first reader only. */
export function isReadableAgain(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

/**
 * The interval of a candle file: as its name says, `XBTUSD_60.csv`, else the step most of its first rows are
 * apart (a thousand), else `fallback`. `readCandles` refuses rows that contradict it.
 * Of a pipe no row is read: its name or `fallback` decides.
 * @throws {IntervalError} when nothing tells. {DataError} as `readCandles` does.
 */
export async function inferInterval(path: string, options: InferOptions = {}): Promise<Interval> {
  if (!isReadableAgain(path) && !statSync(path).isDirectory()) {
    const known = parseCandleFileName(path)?.interval ?? options.fallback;
    if (known !== undefined) return known;
    throw new IntervalError(`${showName(path)} is a pipe, whose rows cannot be read twice to learn the interval`);
  }
  const source = await openBytes(path, memberNames(options));
  try {
    const lines = new LineBuffer(source, { where: whereOf(source, path) });
    await lines.fill();
    return intervalOf(source, path, lines, options.fallback);
  } finally {
    source.close();
  }
}

function intervalOf(source: ByteSource, path: string, lines: LineBuffer, fallback?: Interval): Interval {
  return parseCandleFileName(source.member ?? path)?.interval ?? commonStep(lines, whereOf(source, path), fallback);
}

/** What messages begin with. */
export function whereOf(source: ByteSource, path: string): string {
  return source.member === undefined ? showName(path) : `${showName(path)} (${showName(source.member)})`;
}

export function memberNames({ member }: FileOptions): readonly string[] {
  if (member === undefined) return [];
  return typeof member === 'string' ? [member] : member;
}
