import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type CandleColumns, DataError, type Interval, intervalMs, UsageError } from '@fathom/contracts';
import { type CandleFileName, candleFileName, parseCandleFileName } from './candle-file-name.js';
import type { CandleChunks } from './candle-text.js';
import { type CandleSummary, describeCandles } from './describe-candles.js';
import { ioError, makeFolder } from '@fathom/files';
import { showName } from './show-name.js';
import { type MergeCounts, mergeCandles } from './merge-candles.js';
import { type ReadOptions, readCandles } from './read-candles.js';
import { StepCheck } from './step-check.js';
import { writeCandles } from './write-candles.js';

/** A file of the store, as its name says. */
export interface CandleFile extends CandleFileName {
  readonly path: string;
}

/** A file of the store with what is in it, or what is wrong with it. */
export type StoredCandles = CandleFile & (CandleSummary | { readonly problem: DataError });

export interface ImportResult extends MergeCounts {
  readonly path: string;
}

/**
 * Candles in a folder of files named and written as Kraken's own, `XBTUSD_60.csv`, so any tool reads them and any
 * download of Kraken's can be put there by hand. `.csv.gz` is read too; a plain file of the same name goes before it.
 */
export class CandleStore {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * The files by name and interval, without looking into them; none when there is no folder.
   * @throws {DataError} when the folder cannot be read.
   */
  files(): readonly CandleFile[] {
    const files = new Map<string, CandleFile>();
    for (const name of this.#names()) {
      const parsed = /\.zip$/i.test(name) ? undefined : parseCandleFileName(name);
      if (!parsed) continue;
      const key = candleFileName(parsed);
      if (name === key || !files.has(key)) files.set(key, { ...parsed, path: join(this.folder, name) });
    }
    return [...files.values()].toSorted(
      (a, b) => (a.altname < b.altname ? -1 : a.altname > b.altname ? 1 : 0) || a.interval - b.interval,
    );
  }

  /** All files with what is in them; reads every one of them whole. */
  async list(): Promise<readonly StoredCandles[]> {
    const rows: StoredCandles[] = [];
    for (const file of this.files()) {
      try {
        rows.push({ ...file, ...(await describeCandles(file.path, { interval: file.interval })) });
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        rows.push({ ...file, problem: error });
      }
    }
    return rows;
  }

  /** The pair's candles of this interval, else the longest ones it can be made of; undefined when there are none. */
  find(altname: string, interval: Interval): CandleFile | undefined {
    return this.files()
      .filter((file) => file.altname === altname && interval % file.interval === 0)
      .at(-1);
  }

  /**
   * Reads what `find` finds; its interval may be shorter than the one asked for.
   * @throws {DataError} when there is nothing, and as `readCandles` does.
   */
  read(altname: string, interval: Interval, options: ReadOptions = {}): AsyncGenerator<CandleColumns, void, undefined> {
    const file = this.find(altname, interval);
    if (!file)
      throw new DataError(`${showName(this.folder)} holds no candles of ${altname} that make ${interval} minutes`);
    return readCandles(file.path, { ...options, interval: file.interval });
  }

  /**
   * Merges candles into the pair's file, in constant memory, whole or not at all: at equal times the new candle wins,
   * candles without trades are left out. What `readCandles` would refuse is not written. The result is a plain file; a `.csv.gz` it was merged with stays as it is.
   * @param candles in order of time, on the interval's grid
   * @throws {UsageError} for an altname that is no name. {DataError} for wrong candles or when writing fails.
   */
  async import(altname: string, interval: Interval, candles: CandleChunks): Promise<ImportResult> {
    if (!/^[A-Za-z0-9.]*[A-Za-z0-9]$/.test(altname))
      throw new UsageError(`${JSON.stringify(altname)} is not a pair's altname`);
    const path = join(this.folder, candleFileName({ altname, interval }));
    const stored = [path, `${path}.gz`].find((candidate) => existsSync(candidate));
    const counts: MergeCounts = { added: 0, replaced: 0 };
    const older = stored === undefined ? [] : readCandles(stored, { interval });
    const made = this.#make();
    try {
      await writeCandles(path, readable(mergeCandles(older, candles, counts), interval, showName(path)));
    } catch (error) {
      if (made !== undefined) removeEmpty(this.folder, made);
      throw error;
    }
    return { path, ...counts };
  }

  /** Makes the folder; gives the uppermost one that was not there. */
  #make(): string | undefined {
    return makeFolder(this.folder, { shownAs: `the folder ${showName(this.folder)}` });
  }

  #names(): readonly string[] {
    try {
      return existsSync(this.folder) ? readdirSync(this.folder) : [];
    } catch (error) {
      throw ioError(error, `reading the folder ${showName(this.folder)}`);
    }
  }
}

/** Removes a folder and those around it up to `top`, as far as they are empty. */
function removeEmpty(folder: string, top: string): void {
  try {
    for (let path = resolve(folder); path.length >= resolve(top).length; path = dirname(path)) rmdirSync(path);
  } catch {
    // Somebody else has put something there.
  }
}

/** Lets through only what `readCandles` will accept when it reads the file again. */
async function* readable(candles: CandleChunks, interval: Interval, where: string): AsyncGenerator<CandleColumns> {
  const steps = new StepCheck(where, interval);
  const usual = intervalMs(interval);
  let previous = Number.NaN;
  let rows = 0;
  for await (const chunk of candles) {
    for (let row = 0; row < chunk.length; row++) {
      const time = chunk.openTime[row] ?? Number.NaN;
      rows++;
      if (time - previous !== usual) steps.check(time, previous, rows);
      previous = time;
    }
    yield chunk;
  }
  steps.finish(rows);
}
