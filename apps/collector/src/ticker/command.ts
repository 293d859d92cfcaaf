import { appendFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DataError, UsageError } from '@fathom/contracts';
import { askingAgain, KrakenError, type KrakenPair, KrakenRest, krakenEndpoints } from '@fathom/exchange';
import { makeFolder } from '@fathom/files';
import type { Io } from '../io.js';
import { UnreachedError } from '../start/unreached-error.js';
import { durationMs, shortDuration } from '../text/duration.js';
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
 * @throws {UnreachedError} when its time is up and there was no answer at all.
 */
export async function recordTicker(flags: TickerFlags, io: Io): Promise<void> {
  const everyMs = durationMs(flags.every, '--every');
  if (everyMs < 1000)
    throw new UsageError(`--every ${flags.every} is less than a second, which Kraken would not answer`);
  const forMs = flags.for === undefined ? Number.POSITIVE_INFINITY : durationMs(flags.for, '--for');
  const { time } = io;
  const over = new AbortController();
  const { signal } = over;
  void io.untilEnded().then(() => over.abort());
  let isTimeUp = false;
  const timeIsUp = (): void => {
    isTimeUp = true;
    over.abort();
  };
  // A timer that is left behind would keep the process.
  const cancel = forMs === Number.POSITIVE_INFINITY ? NOTHING : time.after(forMs, timeIsUp);
  try {
    const rest = new KrakenRest({
      endpoints: krakenEndpoints(io.env),
      time,
      ...(io.network && { transport: io.network.transport }),
    });
    const pair = await found(rest, flags.currency, io, signal);
    const begun = time.now();
    let answers = 0;
    if (pair !== undefined) {
      const write = writers(flags, pair, io);
      for (let due = begun; due < begun + forMs; ) {
        await sleep(io, due - time.now(), signal);
        if (signal.aborted) break;
        if (await once(rest, pair, write)) answers += 1;
        due = nextDue(due, everyMs, time.now());
      }
    }
    // Whoever ends it early knows what there is.
    const isOver = isTimeUp || !signal.aborted;
    if (answers === 0 && isOver) {
      throw new UnreachedError(
        `its ${shortDuration(forMs)} were up and Kraken has answered nothing: there is no ticker`,
      );
    }
  } finally {
    cancel();
  }
}

/** The pair that is meant, asked for until Kraken answers; undefined when somebody ended it before. */
function found(rest: KrakenRest, spelling: string, io: Io, signal: AbortSignal): Promise<KrakenPair | undefined> {
  const onWait = (reason: string, waitMs: number) =>
    io.err.write(`${reason}: trying again in ${Math.ceil(waitMs / 1000)} s\n`);
  const attempts = Number.POSITIVE_INFINITY;
  const pair = askingAgain(() => rest.pairs.find(spelling), { scheduler: io.time, onWait, attempts, signal }).catch(
    (error: unknown) => {
      // Whoever ends it before Kraken was found wants no error.
      if (!signal.aborted) throw error;
      return undefined;
    },
  );
  const ended = new Promise<undefined>((done) => {
    signal.addEventListener('abort', () => done(undefined), { once: true });
  });
  return Promise.race([pair, ended]);
}

interface Writers {
  readonly line: (text: string) => void;
  readonly error: (text: string) => void;
  readonly now: () => number;
}

/** @returns whether Kraken has answered. */
async function once(rest: KrakenRest, pair: KrakenPair, { line, error, now }: Writers): Promise<boolean> {
  try {
    const ticker = (await rest.market.tickers([pair])).get(pair.id);
    if (ticker === undefined) throw new DataError(`Kraken answered without a ticker of ${pair.id}`);
    line(tickerLine(now(), pair, ticker));
    return true;
  } catch (failure) {
    if (!(failure instanceof KrakenError || failure instanceof DataError)) throw failure;
    error(`${JSON.stringify({ time: new Date(now()).toISOString(), pair: pair.id, error: failure.message })}\n`);
    return false;
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

/** Until its time has come, or it is over. */
function sleep(io: Io, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((wake) => {
    const cancel = io.time.after(Math.max(0, ms), done);
    function done(): void {
      cancel();
      signal.removeEventListener('abort', done);
      wake();
    }
    signal.addEventListener('abort', done);
  });
}

const NOTHING = (): void => {};
