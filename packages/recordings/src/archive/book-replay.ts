import { basename } from 'node:path';
import { DataError } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import { BookRecord } from '../book-record.js';
import { bookText, readBookText } from '../book-text.js';
import { pairOf } from '../catalogue/part.js';
import type { Checkpoint } from '../catalogue/catalogue.js';
import type { Gap } from '../gap.js';
import { QUIET } from '../quiet-sink.js';
import type { RecordedPair } from '../recorded-pair.js';
import { isLater, readAround } from '../segment/read-segment.js';
import { segmentStart } from '../segment/segment-name.js';
import type { BookState } from '@fathom/order-book';
import { assertWhole } from '../segment/whole-segment.js';
import { NOBODY_THERE, wasRecorded } from './was-recorded.js';
import { type WalkSink, type WalkSource, walkRecords } from './walk-records.js';

export interface ReplayRange {
  /** The pair's id. */
  readonly pair: string;
  /** Receipt from here on, microseconds since 1970 UTC; default the beginning. */
  readonly fromUs?: number;
  /** … to before here; default the end. */
  readonly toUs?: number;
}

/** A book at an instant. */
export interface BookAt {
  readonly pair: RecordedPair;
  readonly book: OrderBook;
  /** What was known of it when it was recorded. */
  readonly state: BookState;
  /** The last message in it, and when it was received, microseconds since 1970 UTC. */
  readonly sequence: number;
  readonly receivedUs: number;
}

/**
 * Tells a pair's books, market trades and gaps of a range, in order. Told from a later instant than the recording's
 * first, the first book is the whole book at that instant. Memory does not grow with the range.
 */
export async function replayRange(source: WalkSource, range: ReplayRange, sink: WalkSink): Promise<void> {
  const { pair, fromUs, toUs } = range;
  const to = toUs === undefined ? {} : { toUs };
  if (fromUs === undefined) return walkRecords(source, { pair, ...to }, sink);
  const warm = new WarmBook();
  const start = await source.catalogue.checkpoint(pair, fromUs);
  if (start !== undefined) await warm.begin(source, start);
  let isOn = false;
  const begin = (us: number): boolean => {
    if (isOn || us < fromUs) return isOn;
    isOn = true;
    const whole = warm.record(fromUs);
    if (whole !== undefined) sink.book(whole);
    return true;
  };
  await walkRecords(
    source,
    { pair, ...to, ...(start && { afterSequence: start.sequence }) },
    {
      book: (record) => {
        // What a snapshot replaces need not be told before it.
        if (!isOn && record.kind !== 'update' && record.receivedUs >= fromUs) isOn = true;
        if (begin(record.receivedUs)) sink.book(record);
        else warm.apply(record);
      },
      trades: (record) => {
        if (begin(record.receivedUs)) sink.trades(record);
      },
      gap: (gap) => {
        warm.missed(gap, fromUs);
        if (gap.toUs < fromUs) return;
        // The book before a hole is not to be taken for the one behind it.
        if (gap.channel === 'book' && gap.fromUs >= fromUs) begin(Number.POSITIVE_INFINITY);
        sink.gap(gap);
      },
    },
  );
  // Nothing more came: the book stayed as it was for as long as somebody was there to see it.
  const last = isOn ? undefined : warm.at();
  if (last !== undefined && (await wasRecorded(source, last, fromUs))) begin(Number.POSITIVE_INFINITY);
}

/** The book as it was last known at an instant, however long before; undefined before the pair's first snapshot. */
export async function lastBookAt(source: WalkSource, pair: string, us: number): Promise<BookAt | undefined> {
  return (await hotBookAt(source, pair, us))?.book ?? walkedBookAt(source, pair, us);
}

/** The book at an instant; undefined before the pair's first snapshot, and where nobody can be shown to have recorded then. */
export async function bookAt(source: WalkSource, pair: string, us: number): Promise<BookAt | undefined> {
  const hot = await hotBookAt(source, pair, us);
  if (hot?.isSeen === true) return hot.book;
  const book = hot?.book ?? (await walkedBookAt(source, pair, us));
  return book !== undefined && (await wasRecorded(source, book, us)) ? book : undefined;
}

interface HotBook {
  readonly book: BookAt;
  /** Whether its recorder has received something later: then it was there. */
  readonly isSeen: boolean;
}

/** From the last mark before it, in the segment that was written then; undefined where no book is to be found so. */
async function hotBookAt({ layout }: WalkSource, pair: string, us: number): Promise<HotBook | undefined> {
  const paths = layout.segmentPaths();
  const at = paths.findLastIndex((segment) => (segmentStart(basename(segment)) ?? 0) <= us);
  const path = paths[at];
  if (path === undefined) return undefined;
  const warm = new WarmBook();
  let isOver = false;
  let isSeen = false;
  try {
    const end = readAround(path, us + 1, {
      ...QUIET,
      book: (record) => {
        isSeen ||= record.receivedUs > us;
        if (record.pair.id !== pair) return;
        // A clock that is set back makes nothing come earlier than what came before it.
        isOver ||= record.receivedUs > us;
        if (!isOver) warm.apply(record);
      },
    });
    await assertWhole(layout, path, end);
    // The name of one behind it may come from a clock that was fast.
    if (!paths.slice(at + 1).every((segment) => isLater(segment, us + 1))) return undefined;
  } catch (error) {
    // Sealed meanwhile, or damaged: whoever reads all of it says so.
    if (error instanceof DataError) return undefined;
    throw error;
  }
  const book = warm.at();
  return book && { book, isSeen };
}

async function walkedBookAt(source: WalkSource, pair: string, us: number): Promise<BookAt | undefined> {
  const warm = new WarmBook();
  const start = await source.catalogue.checkpoint(pair, us);
  if (start !== undefined) await warm.begin(source, start);
  await walkRecords(
    source,
    { pair, toUs: us + 1, isBookOnly: true, ...(start && { afterSequence: start.sequence }) },
    {
      book: (record) => warm.apply(record),
      trades: () => {},
      // Within a gap it is the book that was last known, and whoever asks is told when that was.
      gap: (gap) => {
        if (gap.toUs <= us) warm.missed(gap, us);
      },
    },
  );
  return warm.at();
}

/** A book that is brought up to an instant before anybody sees it. */
class WarmBook {
  private pair: RecordedPair | undefined;
  private book: OrderBook | undefined;
  private state: BookState = 'unverifiable';
  private sequence = 0;
  private receivedUs = 0;

  async begin({ catalogue }: WalkSource, checkpoint: Checkpoint): Promise<void> {
    const { pair, sequence, receivedUs } = checkpoint;
    const parts = await catalogue.parts({ pair, fromUs: receivedUs, toUs: receivedUs + 1 });
    const part = parts.find(
      ({ kind, firstSequence, lastSequence }) =>
        kind === 'book' && firstSequence <= sequence && lastSequence >= sequence,
    );
    if (part === undefined) return;
    const record = new BookRecord();
    record.pair = pairOf(part);
    record.kind = 'checkpoint';
    record.sequence = sequence;
    record.receivedUs = receivedUs;
    readBookText(checkpoint.book, record);
    this.apply(record);
  }

  apply(record: BookRecord): void {
    const { pair } = record;
    this.pair = pair;
    if (this.book?.depth !== pair.depth) this.book = new OrderBook(pair.depth);
    const { checksum } = record;
    record.checksum = undefined;
    record.applyTo(this.book);
    record.checksum = checksum;
    this.state = record.state;
    this.sequence = record.sequence;
    this.receivedUs = record.receivedUs;
  }

  /** What was known before nobody was recording is not the book of a later instant. */
  missed({ channel, cause, fromUs, toUs }: Gap, us: number): void {
    const isGone = channel === 'book' && NOBODY_THERE.has(cause) && fromUs < us && this.receivedUs < toUs;
    if (isGone) this.book = undefined;
  }

  at(): BookAt | undefined {
    const { pair, book, state, sequence, receivedUs } = this;
    if (pair === undefined || book === undefined || book.state === 'unverifiable') return undefined;
    return { pair, book, state, sequence, receivedUs };
  }

  record(us: number): BookRecord | undefined {
    const at = this.at();
    if (at === undefined) return undefined;
    const record = new BookRecord();
    record.pair = at.pair;
    record.kind = 'checkpoint';
    record.sequence = at.sequence;
    record.exchangeUs = us;
    record.receivedUs = us;
    readBookText(bookText(at.book, at.state), record);
    record.checksum = at.book.checksum;
    return record;
  }
}
