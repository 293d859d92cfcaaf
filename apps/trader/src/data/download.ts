import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { CandleBuilder, openTimeOf } from '@fathom/candles';
import { type Candle, DataError, type Interval, intervalMs, parseInterval, UsageError } from '@fathom/contracts';
import { type KrakenPair, marketTrades, recentCandles } from '@fathom/exchange';
import { CandleStore, candleColumns, describeCandles, readCandles, writeCandles } from '@fathom/storage';
import { Progress } from '@fathom/terminal';
import type { Io } from '../io.js';
import { type OpenKraken, openKraken } from '../kraken.js';
import { timeOption } from '@fathom/terminal';
import { countOf, shortTime } from '../text/format.js';
import { DownloadCursor } from './download-cursor.js';
import { refuseDash } from './refuse-dash.js';

export interface DownloadFlags {
  readonly currency: string;
  readonly period: string;
  readonly start?: string;
  readonly end?: string;
  readonly out?: string;
  readonly dataFolder: string;
}

/** What has come in is kept this often, so that a download that breaks off goes on from there. */
const SAVE_EVERY_MS = 30_000;

interface Job {
  readonly kraken: OpenKraken;
  readonly pair: KrakenPair;
  readonly interval: Interval;
  readonly store: CandleStore;
  readonly io: Io;
  readonly counts: { added: number; replaced: number };
}

/** `trader data download`: the newest 720 candles as Kraken gives them, older ones from its market trades. */
export async function downloadData(flags: DownloadFlags, io: Io): Promise<void> {
  refuseDash(flags.out);
  const interval = parseInterval(flags.period);
  const now = io.now();
  const start = flags.start === undefined ? undefined : timeOption('-s', flags.start);
  const end = Math.min(flags.end === undefined ? now : timeOption('-e', flags.end), now);
  if (start !== undefined && start >= end)
    throw new UsageError(`-s ${flags.start} is not before ${shortTime(end)} UTC`);

  const kraken = openKraken(io);
  const pair = await kraken.insist(() => kraken.rest.pairs.find(flags.currency));
  const folder = resolve(io.cwd, flags.out === undefined ? flags.dataFolder : `${flags.out}.partial`);
  const job: Job = { kraken, pair, interval, store: new CandleStore(folder), io, counts: { added: 0, replaced: 0 } };
  await fetchRange(job, start, end);
  io.err.write(`${await told(job, flags.out)}\n`);
  if (flags.out !== undefined) rmSync(folder, { recursive: true, force: true });
}

async function fetchRange(job: Job, wantedStart: number | undefined, end: number): Promise<void> {
  const { kraken, pair, interval, store } = job;
  const recent = await kraken.insist(() => recentCandles(kraken.rest.market, pair, interval));
  const length = intervalMs(interval);
  const lastOpen = openTimeOf(end, interval) - length;
  const start =
    wantedStart === undefined
      ? ((await afterStored(store, pair.altname, interval)) ?? recent[0]?.openTime ?? lastOpen)
      : openTimeOf(wantedStart + length - 1, interval);
  // Everything from here on Kraken gives as candles.
  const recentFrom = recent[0]?.openTime ?? lastOpen + length;
  const tradesEnd = Math.min(recentFrom, lastOpen + length);
  if (start < tradesEnd) await fromTrades(job, start, tradesEnd);
  await keep(
    job,
    recent.filter(({ openTime }) => openTime >= start && openTime <= lastOpen),
  );
}

/** Where the candles there are end. */
async function afterStored(store: CandleStore, altname: string, interval: Interval): Promise<number | undefined> {
  const file = store.files().find((each) => each.altname === altname && each.interval === interval);
  if (file === undefined) return undefined;
  const { rows, last } = await describeCandles(file.path, { interval });
  return rows === 0 ? undefined : last + intervalMs(interval);
}

async function fromTrades(job: Job, start: number, end: number): Promise<void> {
  const { kraken, pair, interval, store, io } = job;
  const cursor = new DownloadCursor(store.folder, { altname: pair.altname, interval, start, end });
  const from = cursor.read() ?? start;
  const progress = new Progress(io, `trades of ${pair.name} since ${shortTime(start)}`);
  let closed: Candle[] = [];
  const builder = new CandleBuilder({ interval, onCandle: (candle) => closed.push(candle) });
  const save = async (until: number) => {
    await keep(job, closed);
    closed = [];
    cursor.write(until);
  };
  let savedAt = io.now();
  try {
    const ask: typeof kraken.rest.market.trades = (...args) => kraken.insist(() => kraken.rest.market.trades(...args));
    for await (const page of marketTrades(ask, { pair, start: from, end })) {
      for (const trade of page) builder.onTrade(trade);
      if (builder.late > 0) throw new DataError(`Kraken's trades of ${pair.name} are not in order of time`);
      const reached = page.at(-1)?.time ?? from;
      progress.update(reached - start, end - start);
      if (io.now() - savedAt < SAVE_EVERY_MS) continue;
      // The candle that is growing begins anew when the download is taken up again.
      await save(openTimeOf(reached, interval));
      savedAt = io.now();
    }
    builder.onTime(end);
    await save(end);
    cursor.remove();
  } finally {
    progress.end();
  }
}

/** Into the store; candles without trades get no row. */
async function keep({ store, pair, interval, counts }: Job, candles: readonly Candle[]): Promise<void> {
  const traded = candles.filter(({ trades }) => trades !== 0);
  if (traded.length === 0) return;
  const { added, replaced } = await store.import(pair.altname, interval, [candleColumns(traded)]);
  counts.added += added;
  counts.replaced += replaced;
}

async function told({ store, pair, interval, counts, io }: Job, out: string | undefined): Promise<string> {
  const file = store.files().find((each) => each.altname === pair.altname && each.interval === interval);
  if (file === undefined) return `${pair.name}: no trades in that time, nothing written`;
  if (out !== undefined) await writeCandles(resolve(io.cwd, out), readCandles(file.path, { interval }));
  const { rows, first, last, gaps } = await describeCandles(file.path, { interval });
  const range = `${shortTime(first)} to ${shortTime(last)} UTC, ${countOf(gaps, 'gap')}`;
  return `${out ?? file.path}: ${countOf(counts.added, 'candle')} added, ${counts.replaced} replaced; ${rows} in all, ${range}`;
}
