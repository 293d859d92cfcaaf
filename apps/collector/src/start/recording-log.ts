import type { CaptureLog, ClosedGap } from '@fathom/capture';
import { type BookSnapshot, type BookUpdate, DataError, type MarketTraded } from '@fathom/contracts';
import { type BookState, OrderBook } from '@fathom/order-book';
import type { PairRecorder, RecordedPair, RecordingWriter } from '@fathom/recordings';

export interface RecordingLogOptions {
  readonly writer: RecordingWriter;
  readonly pairs: readonly RecordedPair[];
  /** Nothing can be kept any more. Told once. */
  readonly onFailed: (error: DataError) => void;
}

/** Puts what a capture tells into a recording. After a failure it takes nothing, and throws nothing into a feed. */
export class RecordingLog implements CaptureLog {
  readonly #options: RecordingLogOptions;
  readonly #recorders = new Map<string, PairRecorder>();
  #hasFailed = false;

  constructor(options: RecordingLogOptions) {
    this.#options = options;
  }

  opened(pair: string, book: OrderBook): void {
    this.#try(() => this.#record(pair, book));
  }

  book(message: BookSnapshot | BookUpdate, state: BookState): boolean {
    if (this.#hasFailed) return false;
    try {
      this.#recorders.get(message.pair)?.book(message, state);
      return true;
    } catch (error) {
      return this.#failed(error);
    }
  }

  trades(message: MarketTraded): boolean {
    return this.#try(() => this.#recorderOf(message.pair)?.trades(message));
  }

  /** Only what it turned out to be is kept: a recorder that dies leaves a gap of its own. */
  gapBegan(): void {}

  gapEnded({ channel, pair, cause, from, to }: ClosedGap): void {
    if (to === from) return;
    const gap = { channel, cause, fromUs: microseconds(from), toUs: microseconds(to), detail: '' };
    this.#try(() => this.#recorderOf(pair)?.gap(gap));
  }

  verbatim(frame: string, reason: string, time: number): void {
    this.#try(() => this.#options.writer.frame(frame, time, reason));
  }

  /** A pair's recorder, where only its market trades are recorded too. */
  #recorderOf(pair: string): PairRecorder | undefined {
    return this.#recorders.get(pair) ?? this.#record(pair, new OrderBook(1));
  }

  #record(name: string, book: OrderBook): PairRecorder | undefined {
    const pair = this.#options.pairs.find((known) => known.name === name);
    if (pair === undefined) return undefined;
    const recorder = this.#options.writer.record(pair, book);
    this.#recorders.set(name, recorder);
    return recorder;
  }

  #try(write: () => unknown): boolean {
    if (this.#hasFailed) return false;
    try {
      write();
      return true;
    } catch (error) {
      return this.#failed(error);
    }
  }

  #failed(error: unknown): false {
    if (!(error instanceof DataError)) throw error;
    this.#hasFailed = true;
    this.#options.onFailed(error);
    return false;
  }
}

function microseconds(ms: number): number {
  return Math.round(ms * 1000);
}
