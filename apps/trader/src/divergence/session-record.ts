import { appendFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type FeedEvent, intervalMs } from '@fathom/contracts';
import { makeFolder } from '@fathom/files';
import type { FeedCandle } from '@fathom/trading';
import { lineOf, type RunHeader, type SessionLine } from './session-lines.js';

/** A segment, and how many there may be: 64 MiB in all, weeks of a busy pair. */
const SEGMENT_BYTES = 8 * 2 ** 20;
const SEGMENTS = 8;
const FLUSH_CHARACTERS = 64 * 1024;
/** Best prices change many times a second; so often is enough to explain a fill. */
const TOP_EVERY_MS = 1_000;

export interface SessionRecordOptions {
  /** The newest segment; older ones are `path.1`, `path.2` and so on. */
  readonly path: string;
  readonly run: RunHeader;
  /** Told once when it cannot be written. The bot goes on without. */
  readonly onTrouble: (reason: string) => void;
  readonly segmentBytes?: number;
}

/**
 * Keeps beside a bot's ledger what its strategy was shown and what the market did meanwhile, so that somebody can ask
 * later why a backtest would have done otherwise. It never throws, and what was heard in the last second of a killed
 * process is lost: it explains, and is no memory anything depends on.
 */
export class SessionRecord {
  readonly #options: SessionRecordOptions;
  readonly #segmentBytes: number;
  #text = '';
  #bytes: number;
  #topAt = Number.NEGATIVE_INFINITY;
  #isNew = true;
  #isBroken = false;

  constructor(options: SessionRecordOptions) {
    this.#options = options;
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.#bytes = existsSync(options.path) ? statSync(options.path).size : 0;
    this.#add({ type: 'run', run: options.run });
  }

  /** Something of the market, at `now` by the exchange's clock. */
  heard(event: FeedEvent, now: number): void {
    if (event.type === 'market-traded') {
      if (event.isSnapshot) return;
      for (const { time, price, quantity } of event.trades) {
        this.#add({ type: 'trade', time, price, quantity: quantity.toString() });
      }
      return;
    }
    if (event.type !== 'ticker-changed' || now - this.#topAt < TOP_EVERY_MS) return;
    this.#topAt = now;
    const { bid, ask } = event.ticker;
    this.#add({ type: 'top', time: now, bid, ask });
  }

  /** A candle, once the strategy has seen it. */
  candle({ candle, origin, isLate }: FeedCandle): void {
    const { interval, startsAt } = this.#options.run;
    const isDecided = candle.openTime + intervalMs(interval) > startsAt;
    this.#add({ type: 'candle', candle, origin, isLate, isDecided });
  }

  /** Writes what was heard since the last time; called every second or so. */
  flush(): void {
    if (this.#text === '' || this.#isBroken) return;
    const { path, run, onTrouble } = this.#options;
    try {
      if (this.#isNew) makeFolder(dirname(path));
      this.#isNew = false;
      if (this.#bytes >= this.#segmentBytes) {
        this.#rotate();
        this.#text = lineOf({ type: 'run', run }) + this.#text;
      }
      appendFileSync(path, this.#text);
      this.#bytes += this.#text.length;
      this.#text = '';
    } catch (error) {
      this.#isBroken = true;
      this.#text = '';
      onTrouble(`what the bot sees is not recorded: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #add(line: SessionLine): void {
    if (this.#isBroken) return;
    this.#text += lineOf(line);
    if (this.#text.length >= FLUSH_CHARACTERS) this.flush();
  }

  #rotate(): void {
    const { path } = this.#options;
    rmSync(`${path}.${SEGMENTS - 1}`, { force: true });
    for (let age = SEGMENTS - 2; age >= 1; age -= 1) {
      if (existsSync(`${path}.${age}`)) renameSync(`${path}.${age}`, `${path}.${age + 1}`);
    }
    renameSync(path, `${path}.1`);
    this.#bytes = 0;
  }
}

/** Where the record of the bot with that ledger is. */
export function recordPath(ledgerPath: string): string {
  return ledgerPath.replace(/\.sqlite$/, '.seen.jsonl');
}

/** A record's files, oldest first. */
export function segmentsOf(path: string): string[] {
  const older = Array.from({ length: SEGMENTS - 1 }, (_, index) => `${path}.${SEGMENTS - 1 - index}`);
  return [...older, path].filter((segment) => existsSync(segment));
}
