import { statfs } from 'node:fs/promises';
import type { Metrics } from '@fathom/contracts';
import type { Log } from '@fathom/notifications';
import type { RecordingWriter } from '@fathom/recordings';
import { lineWidth } from '@fathom/terminal';
import { HEALTH_EVERY_MS, type Health, writeHealth } from '../health.js';
import type { Io } from '../io.js';
import { bytes, count, rate as perSecond, share } from '../text/amounts.js';
import type { Collector } from './collector.js';
import { CollectorMetrics } from './collector-metrics.js';
import { LiveScreen } from './live-screen.js';
import { LoopLag } from './loop-lag.js';
import { Rates } from './rates.js';
import { screenLines } from './screen.js';
import { type Note, totalsOf, type View } from './view.js';

export interface ReporterOptions {
  readonly io: Io;
  readonly log: Log;
  readonly folder: string;
  /** As people are told it. */
  readonly shownFolder: string;
  readonly exchange: string;
  /** A live screen, or lines in the log. */
  readonly hasScreen: boolean;
  readonly metrics: Metrics | undefined;
}

const TICK_MS = 1000;
const LINE_EVERY_MS = 60_000;
const NOTES = 20;
const ROWS = 24;

/** Tells people, supervisors and dashboards how a collector is, once a second. */
export class Reporter {
  readonly #options: ReporterOptions;
  readonly #screen: LiveScreen | undefined;
  readonly #rates = new Rates();
  readonly #lag: LoopLag;
  readonly #metrics: CollectorMetrics | undefined;
  readonly #startedAt: number;
  readonly #notes: Note[] = [];
  #collector: Collector | undefined;
  #writer: RecordingWriter | undefined;
  #rate: readonly number[] = [];
  #loopLagMs = 0;
  #freeBytes: number | undefined;
  #ticks = 0;
  #endedAt: number | undefined;
  #trouble = 'not yet connected';
  #cancel: () => void = () => {};

  constructor(options: ReporterOptions) {
    const { io, hasScreen, metrics } = options;
    this.#options = options;
    this.#screen = hasScreen ? new LiveScreen(io.out) : undefined;
    this.#lag = new LoopLag(io.time, io.stopwatch);
    this.#metrics = metrics && new CollectorMetrics(metrics);
    this.#startedAt = io.time.now();
    this.#health('connecting', this.#trouble);
    this.#wait();
  }

  /** A line of what happens. */
  note(note: Note): void {
    this.#options.log[note.level](note.text);
    this.#notes.push(note);
    if (this.#notes.length > NOTES) this.#notes.shift();
  }

  say(level: Note['level'], text: string): void {
    this.note({ time: this.#options.io.time.now(), level, text });
  }

  /** Why nothing is being collected yet. */
  trouble(reason: string): void {
    this.#trouble = reason;
  }

  /** From now on there is something to tell of. */
  watch(collector: Collector, writer: RecordingWriter): void {
    this.#collector = collector;
    this.#writer = writer;
    this.#tick();
  }

  /** Nothing is collected any more; what is to be seen stays as it is. */
  end(): void {
    this.#cancel();
    this.#lag.close();
    this.#draw();
    this.#screen?.end();
    this.#endedAt ??= this.#options.io.time.now();
  }

  /** The last word. */
  close(state: 'stopped' | 'failed', reason: string): void {
    this.end();
    this.#health(state, reason);
  }

  /** What collects; undefined before it does. */
  get collector(): Collector | undefined {
    return this.#collector;
  }

  /** What there is to be seen. */
  get view(): View {
    const { io, shownFolder, exchange } = this.#options;
    return {
      exchange,
      folder: shownFolder,
      startedAt: this.#startedAt,
      now: this.#endedAt ?? io.time.now(),
      figures: this.#collector?.figures ?? [],
      rates: this.#rate,
      writtenBytes: this.#writer?.figures.bytes ?? 0,
      freeBytes: this.#freeBytes,
      loopLagMs: this.#loopLagMs,
      notes: this.#notes,
    };
  }

  #wait(): void {
    this.#cancel = this.#options.io.time.after(TICK_MS, () => {
      this.#wait();
      this.#ticks += 1;
      this.#tick();
    });
  }

  #tick(): void {
    this.#loopLagMs = this.#lag.take();
    const isHealthDue = this.#ticks % (HEALTH_EVERY_MS / TICK_MS) === 0;
    if (isHealthDue) this.#look();
    if (this.#collector === undefined) {
      if (isHealthDue) this.#health('connecting', this.#trouble);
      return;
    }
    this.#rate = this.#rates.update(this.#collector.figures, this.#options.io.stopwatch());
    this.#draw();
    this.#metrics?.tell(this.view);
    if (isHealthDue) this.#health('collecting', '');
    if (this.#ticks % (LINE_EVERY_MS / TICK_MS) === 0 && this.#ticks > 0) this.#options.log.info(this.#line());
  }

  #draw(): void {
    const { out } = this.#options.io;
    if (this.#collector === undefined) return;
    this.#screen?.draw(screenLines(this.view, { width: lineWidth(out), height: out.rows ?? ROWS }));
  }

  #line(): string {
    const { books, soundBooks, rate, kept, verified, gaps, trades } = totalsOf(this.view);
    return [
      `${soundBooks} of ${books} books verified`,
      `${perSecond(rate)} msg/s`,
      `${count(kept)} messages, ${share(verified, kept)} verified`,
      `${count(trades)} trades`,
      `${count(gaps)} gaps`,
      `${bytes(this.view.writtenBytes)} written`,
    ].join(', ');
  }

  /** What the disk has left; some file systems do not say. */
  #look(): void {
    void freeBytes(this.#options.folder).then((bytesFree) => (this.#freeBytes = bytesFree));
  }

  #health(state: Health['state'], reason: string): void {
    const { io, folder } = this.#options;
    const total = totalsOf(this.view);
    try {
      writeHealth(folder, {
        version: 1,
        pid: process.pid,
        state,
        reason,
        startedAt: this.#startedAt,
        updatedAt: io.time.now(),
        books: total.books,
        soundBooks: total.soundBooks,
        messages: total.kept,
        verified: total.verified,
        trades: total.trades,
        gaps: total.gaps,
        messagesPerSecond: total.rate,
        lagMs: total.lagMs,
      });
    } catch {
      // A disk without room for this has none for books either, and that is told.
    }
  }
}

async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
