import { appendFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DataError, UsageError } from '@fathom/contracts';
import { askingAgain, KrakenError, type KrakenPair, KrakenRest, krakenEndpoints } from '@fathom/exchange';
import { makeFolder } from '@fathom/files';
import type { Io } from '../io.js';
import { durationMs } from '../text/duration.js';
import { tickerLine } from './ticker-line.js';

export interface TickerFlags {
  readonly currency: string;
  readonly every: string;
  readonly out?: string;
  readonly for?: string;
}

/**
 * Appends a pair's ticker to a file, a line of JSON each time, and what went wrong to a file of its own beside it. A
 * failure costs one line; the next is asked for when its time has come.
 * @throws {UsageError} for an unknown pair. @throws {DataError} when a file cannot be written.
 */
export async function recordTicker(flags: TickerFlags, io: Io): Promise<void> {
  const everyMs = durationMs(flags.every, '--every');
  if (everyMs < 1000)
    throw new UsageError(`--every ${flags.every} is less than a second, which Kraken would not answer`);
  const forMs = flags.for === undefined ? Number.POSITIVE_INFINITY : durationMs(flags.for, '--for');
  const { time } = io;
  const rest = new KrakenRest({
    endpoints: krakenEndpoints(io.env),
    time,
    ...(io.network && { transport: io.network.transport }),
  });
  const over = new AbortController();
  const ended = (async () => {
    await io.untilEnded();
    over.abort();
  })();
  if (forMs < Number.POSITIVE_INFINITY) time.after(forMs, () => over.abort());
  const onWait = (reason: string, waitMs: number) =>
    io.err.write(`${reason}: trying again in ${Math.ceil(waitMs / 1000)} s\n`);
  const found = askingAgain(() => rest.pairs.find(flags.currency), {
    scheduler: time,
    onWait,
    attempts: Number.POSITIVE_INFINITY,
    signal: over.signal,
  }).catch((error: unknown) => {
    // Whoever ends it before Kraken was found wants no error.
    if (!over.signal.aborted) throw error;
    return undefined;
  });
  const pair = await Promise.race([found, ended]);
  if (pair === undefined) return;
  const write = writers(flags, pair, io);
  const begun = time.now();
  for (let due = begun; due < begun + forMs; ) {
    await Promise.race([sleep(io, due - time.now()), ended]);
    if (over.signal.aborted) return;
    await once(rest, pair, write);
    due = nextDue(due, everyMs, time.now());
  }
}

interface Writers {
  readonly line: (text: string) => void;
  readonly error: (text: string) => void;
  readonly now: () => number;
}

async function once(rest: KrakenRest, pair: KrakenPair, { line, error, now }: Writers): Promise<void> {
  try {
    const ticker = (await rest.market.tickers([pair])).get(pair.id);
    if (ticker === undefined) throw new DataError(`Kraken answered without a ticker of ${pair.id}`);
    line(tickerLine(now(), pair, ticker));
  } catch (failure) {
    if (!(failure instanceof KrakenError || failure instanceof DataError)) throw failure;
    error(`${JSON.stringify({ time: new Date(now()).toISOString(), pair: pair.id, error: failure.message })}\n`);
  }
}

/** Standard output and standard error for `-`, else two files. */
function writers({ out }: TickerFlags, pair: KrakenPair, io: Io): Writers {
  const now = () => io.time.now();
  if (out === '-') return { line: (text) => io.out.write(text), error: (text) => io.err.write(text), now };
  const path = resolve(io.cwd, out ?? `data/ticker/${pair.id}.ndjson`);
  // A file that cannot be written is found out now, not after the first answer.
  append(path, '');
  io.err.write(`${path}, what goes wrong in ${path}.errors\n`);
  return { line: (text) => append(path, text), error: (text) => append(`${path}.errors`, text), now };
}

function append(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    appendFileSync(path, text);
  } catch (error) {
    throw new DataError(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The next multiple of the interval since the first; those that were slept through are left out. */
function nextDue(due: number, everyMs: number, now: number): number {
  return due + everyMs * Math.max(1, Math.ceil((now - due) / everyMs));
}

function sleep(io: Io, ms: number): Promise<void> {
  return new Promise((done) => {
    io.time.after(Math.max(0, ms), done);
  });
}
