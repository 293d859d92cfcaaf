import { Capture, type CaptureFigures, type CaptureLog, type CaptureSubscription } from '@fathom/capture';
import type { FeedEvent } from '@fathom/contracts';
import { KrakenFeed, type SocketWorld } from '@fathom/exchange';
import { type RecordedPair, type RecordingWriter } from '@fathom/recordings';
import { endNote, feedNote, gapNote } from './notes-of.js';
import { RecordingLog } from './recording-log.js';
import type { Note } from './view.js';

export interface CollectorOptions {
  readonly world: SocketWorld;
  readonly url: string;
  readonly writer: RecordingWriter;
  readonly pairs: readonly RecordedPair[];
  readonly hasTrades: boolean;
  readonly onNote: (note: Note) => void;
  readonly onEvent?: (event: FeedEvent) => void;
  /** Nothing can be written any more. */
  readonly onFailed: (error: Error) => void;
}

/** A feed, what is to be kept of it, and where that goes. Begins when it is made. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #capture: Capture;
  readonly #feed: KrakenFeed;
  #isStopped = false;

  constructor(options: CollectorOptions) {
    const { world, url, pairs, hasTrades } = options;
    this.#options = options;
    this.#capture = new Capture({ log: this.#log(), resync: (subscription) => this.#feed.resync(subscription) });
    this.#feed = new KrakenFeed({ ...world, url, deliver: (event) => this.#deliver(event) });
    const books: CaptureSubscription[] = pairs.map(({ name, depth }) => ({ channel: 'book', pair: name, depth }));
    const tapes: CaptureSubscription[] = pairs.map(({ name }) => ({ channel: 'market-trades', pair: name }));
    const subscriptions = hasTrades ? [...books, ...tapes] : books;
    this.#capture.begin(subscriptions, world.clock.now());
    this.#feed.subscribe(subscriptions);
  }

  /** What is recorded. */
  get pairs(): readonly RecordedPair[] {
    return this.#options.pairs;
  }

  /** A pair's book as it is now, by its name. */
  book(name: string): ReturnType<Capture['book']> {
    return this.#capture.book(name);
  }

  get figures(): CaptureFigures[] {
    return this.#capture.figures;
  }

  /** Ends the connections and every open gap; what was told is with the writer then. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#feed.close();
    this.#capture.end(this.#now());
  }

  #deliver(event: FeedEvent): void {
    this.#capture.process(event);
    // Books are nearly all there is, and have nothing to say to people.
    if (event.type === 'book-update') return;
    this.#options.onEvent?.(event);
    this.#note(feedNote(event, this.#now()));
  }

  #log(): CaptureLog {
    const { writer, pairs, onFailed } = this.#options;
    const recording = new RecordingLog({
      writer,
      pairs,
      onFailed: (error) => {
        // No feed may find out by itself.
        this.#feed.close();
        onFailed(error);
      },
    });
    return {
      opened: (pair, book) => recording.opened(pair, book),
      book: (message, state) => recording.book(message, state),
      trades: (message) => recording.trades(message),
      verbatim: (frame, reason, time) => recording.verbatim(frame, reason, time),
      gapBegan: (gap) => {
        recording.gapBegan();
        this.#note(gapNote(gap, this.#now()));
      },
      gapEnded: (gap) => {
        recording.gapEnded(gap);
        if (!this.#isStopped) this.#note(endNote(gap, this.#now()));
      },
    };
  }

  #note(note: Note | undefined): void {
    if (note !== undefined) this.#options.onNote(note);
  }

  #now(): number {
    return this.#options.world.clock.now();
  }
}
