import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CandleColumns, DataError, type Instrument, type Interval } from '@fathom/contracts';
import { altnameOf } from '@fathom/exchange';
import {
  CandleStore,
  type CandleSummary,
  describeCandles,
  inferInterval,
  IntervalError,
  isReadableAgain,
  MemberError,
  type OnProgress,
  readCandles,
} from '@fathom/storage';
import { refuseOtherPair } from '../data/pair-of-file.js';

/** Hourly BTC/USD candles that come with the repository; found from the sources as from the built app. */
export const SHIPPED =
  ['../../../data/kraken', '../../../../data/kraken']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path)) ?? 'data/kraken';

export interface CandleRequest {
  readonly instrument: Instrument;
  /** The interval the strategy is to see; that of the file when undefined. */
  readonly interval: Interval | undefined;
  /** A file given by the user; else the folders are searched. */
  readonly file: string | undefined;
  readonly dataFolder: string;
  readonly cwd: string;
}

/** Candles that can be read: their own interval may be shorter than the one that is wanted. */
export interface CandleSource {
  /** The interval the strategy is to see. */
  readonly interval: Interval;
  /** The interval of the rows; `interval` is a multiple of it. */
  readonly fileInterval: Interval;
  readonly path: string;
  /** Candles of the same pair that come with the repository and are left aside for the user's own. */
  readonly leftAside: string | undefined;
  /** Oldest first, those that open before `to`, ms since 1970 UTC. */
  read(range: { to?: number | undefined; onProgress?: OnProgress | undefined }): AsyncIterable<CandleColumns>;
  /** What the file holds; reads it whole. Undefined of a pipe, which is used up. */
  describe(): Promise<CandleSummary | undefined>;
}

/**
 * Finds the candles of a pair.
 * @throws {DataError} when there are none, saying what there is. @throws {UsageError} for a file named after another pair.
 */
export async function findCandles(request: CandleRequest): Promise<CandleSource> {
  const { interval, file, cwd } = request;
  const altname = altnameOf(request.instrument);
  if (file !== undefined) {
    const path = resolve(cwd, file);
    refuseOtherPair(path, request.instrument);
    const member = memberNames(altname, interval);
    const found = await sayingHowToChoose(inferInterval(path, { member, fallback: interval }));
    // A file finer than asked for is joined; one that looks coarser is read as asked, and its rows decide.
    const fileInterval = interval === undefined || interval % found === 0 ? found : interval;
    return source(path, fileInterval, interval ?? fileInterval, member);
  }
  const stores = [resolve(cwd, request.dataFolder), SHIPPED]
    .filter((folder) => existsSync(folder))
    .map((folder) => new CandleStore(folder));
  const wanted = interval ?? 5;
  const [stored, other] = stores.flatMap((store) => store.find(altname, wanted) ?? []);
  if (stored !== undefined) {
    const leftAside = other?.path === stored.path ? undefined : other?.path;
    return { ...source(stored.path, stored.interval, wanted), leftAside };
  }
  const there = [...new Set(stores.flatMap((store) => store.files()).map((one) => `${one.altname} ${one.interval}`))];
  throw new DataError(
    `no ${wanted} minute candles of ${request.instrument.id}: there is ${there.join(', ') || 'nothing yet'} (pair and minutes); choose with -c and -p, or bring your own with 'trader data import' or --data FILE`,
  );
}

/** What a file leaves open, its member or its interval, the command line can say. */
export async function sayingHowToChoose<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof IntervalError) throw new DataError(`${error.message}: give -p MINUTES`, { cause: error });
    if (!(error instanceof MemberError)) throw error;
    throw new DataError(`${error.message}: choose with -c PAIR and -p MINUTES`, { cause: error });
  }
}

/** Names the pair's file may have inside Kraken's zip. */
export function memberNames(altname: string, interval: Interval | undefined): readonly string[] {
  return interval === undefined ? [] : [`${altname}_${interval}.csv`];
}

function source(
  path: string,
  fileInterval: Interval,
  interval: Interval,
  member: readonly string[] = [],
): CandleSource {
  return {
    path,
    fileInterval,
    interval,
    leftAside: undefined,
    read: ({ to, onProgress }) => readCandles(path, { interval: fileInterval, member, to, onProgress }),
    describe: async () =>
      isReadableAgain(path) ? describeCandles(path, { interval: fileInterval, member }) : undefined,
  };
}
