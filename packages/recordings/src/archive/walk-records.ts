import { Breath } from '../breath.js';
import type { BookRecord } from '../book-record.js';
import type { PairGap, ReadCatalogue } from '../catalogue/catalogue.js';
import type { Part } from '../catalogue/part.js';
import type { FolderLayout } from '../folder-layout.js';
import type { Gap } from '../gap.js';
import { QUIET } from '../quiet-sink.js';
import type { RecordSink, TradesRecord } from '../record-sink.js';
import { isLater, segmentFrames } from '../segment/read-segment.js';
import { assertWhole } from '../segment/whole-segment.js';
import { notThere } from './missing-records.js';
import type { PartShelf } from './part-shelf.js';
import { type Reading, readAgain } from './read-again.js';

/** Where records are read from. */
export interface WalkSource {
  readonly layout: FolderLayout;
  readonly catalogue: ReadCatalogue;
  readonly shelf: PartShelf;
  /** Microseconds since 1970 UTC. */
  readonly nowUs: () => number;
}

export interface Walk {
  /** The pair's id. */
  readonly pair: string;
  /** Only records of a higher sequence; default all. */
  readonly afterSequence?: number;
  /** Only records received before, microseconds since 1970 UTC. */
  readonly toUs?: number;
  /** Books alone: market trades of the archive are not read; default false. */
  readonly isBookOnly?: boolean;
}

/** Is told a pair's records in the order of their sequence. */
export interface WalkSink {
  /** The object is used again for the next one. */
  book(record: BookRecord): void;
  trades(record: TradesRecord): void;
  gap(gap: Gap): void;
  /** Called after each few thousand records; nothing is told before it has ended. */
  pause?(): Promise<void>;
}

/**
 * Tells a pair's records: first those of the archive, then those of segments. Whole books that the recorder put in are
 * told only where something before them is missing. Sealing and compacting may go on meanwhile.
 * @throws {DataError} when something cannot be read.
 */
export async function walkRecords(source: WalkSource, walk: Walk, sink: WalkSink): Promise<void> {
  const walker = new Walker(source, walk, sink);
  await readAgain(async (reading) => {
    // Segments are looked at before parts, so that what is sealed meanwhile is not missed.
    const before = source.layout.segmentPaths();
    await walker.parts(reading);
    await walker.segments(reading, before);
  });
  walker.end();
}

const FRAMES_A_PAUSE = 1000;

class Walker {
  private readonly source: WalkSource;
  private readonly walk: Walk;
  private readonly sink: WalkSink;
  private readonly toUs: number;
  /** The sequence of the last record told. */
  private last: number;
  private hasTold = false;
  private gaps: PairGap[] = [];
  /** Those that were told: what is read again has them again. */
  private readonly told = new Set<string>();
  /** Whether the segment that is being read goes on beyond what is wanted: damage after that is nobody's here. */
  private isPast = false;
  /** Whether the pair has got beyond what is wanted. A clock that is set back does not make it wanted again. */
  private isOver = false;

  constructor(source: WalkSource, walk: Walk, sink: WalkSink) {
    this.source = source;
    this.walk = walk;
    this.sink = sink;
    this.toUs = walk.toUs ?? Number.POSITIVE_INFINITY;
    this.last = walk.afterSequence ?? 0;
    this.hasTold = walk.afterSequence !== undefined;
  }

  async parts(reading: Reading): Promise<void> {
    const { catalogue } = this.source;
    const { pair } = this.walk;
    reading.nothing();
    const range = { pair, ...(this.toUs === Number.POSITIVE_INFINITY ? {} : { toUs: this.toUs }) };
    const all = await catalogue.parts(range);
    const parts = all.filter(({ lastSequence }) => lastSequence > this.last);
    this.gaps = (await catalogue.gaps(range)).toSorted((a, b) => a.toUs - b.toUs);
    const trades = this.trades(
      this.walk.isBookOnly === true ? [] : parts.filter(({ kind }) => kind === 'trades'),
      reading,
    );
    try {
      await this.merge(parts, trades, reading);
    } finally {
      await trades.return();
    }
    reading.nothing();
  }

  /** Books of parts, with market trades between them. */
  private async merge(
    parts: readonly Part[],
    trades: AsyncGenerator<TradesRecord, void, undefined>,
    reading: Reading,
  ): Promise<void> {
    const { shelf } = this.source;
    let trade = await trades.next();
    const due: TradesRecord[] = [];
    const tellTrades = (before: number): void => {
      for (let [first] = due; first !== undefined && first.sequence < before; [first] = due) {
        due.shift();
        this.tellTrades(first);
      }
    };
    for (const part of parts) {
      if (part.kind !== 'book' || this.isOver) continue;
      reading.part(part, shelf);
      // A part that has been begun is asked for its first whole book by its place, not its sequence.
      const isBegun = this.last > 0 && part.firstSequence < this.last;
      const reader = shelf.books(part, isBegun ? { afterSequence: this.last } : {}, (record) => {
        // The last record before a whole book that was put in may be one of trades.
        tellTrades(record.kind === 'checkpoint' ? record.sequence + 1 : record.sequence);
        this.tellBook(record);
      });
      for await (const upTo of reader) {
        if (this.isOver) break;
        await this.sink.pause?.();
        for (; trade.done !== true && trade.value.sequence <= upTo; trade = await trades.next()) due.push(trade.value);
      }
    }
    tellTrades(Number.POSITIVE_INFINITY);
    for (; trade.done !== true && !this.isOver; trade = await trades.next()) this.tellTrades(trade.value);
  }

  async segments(reading: Reading, before: readonly string[]): Promise<void> {
    const breath = new Breath();
    for (const path of new Set([...before, ...this.source.layout.segmentPaths()])) {
      reading.segment(path);
      if (isLater(path, this.toUs)) continue;
      this.isPast = false;
      const reader = segmentFrames(path, this.ofSegment());
      let next = reader.next();
      for (let frame = 1; next.done !== true; next = reader.next(), frame += 1) {
        if (frame % FRAMES_A_PAUSE === 0) await this.sink.pause?.();
        await breath.take();
      }
      if (!this.isPast) await assertWhole(this.source.layout, path, next.value);
    }
  }

  private ofSegment(): RecordSink {
    const { pair } = this.walk;
    return {
      ...QUIET,
      book: (record) => {
        if (record.receivedUs >= this.toUs) this.isPast = true;
        if (record.pair.id === pair) this.tellBook(record);
      },
      trades: (record) => {
        if (record.receivedUs >= this.toUs) this.isPast = true;
        if (record.pair.id === pair) this.tellTrades(record);
      },
      gap: ({ id }, gap) => {
        if (id === pair && gap.fromUs < this.toUs) this.gaps.push({ pair: id, ...gap });
      },
    };
  }

  private async *trades(parts: readonly Part[], reading: Reading): AsyncGenerator<TradesRecord, void, undefined> {
    const { shelf } = this.source;
    for (const part of parts) {
      reading.part(part, shelf);
      for await (const record of shelf.trades(part, this.last)) {
        yield record;
        if (record.receivedUs >= this.toUs) return;
      }
    }
  }

  private tellBook(record: BookRecord): void {
    if (record.kind === 'checkpoint') {
      if (this.hasTold && record.sequence <= this.last) return;
    } else if (record.sequence <= this.last) return;
    if (this.isBeyond(record.receivedUs)) return;
    this.tellGaps(record.receivedUs);
    const first = record.kind === 'checkpoint' ? record.sequence + 1 : record.sequence;
    if (this.hasTold && first > this.last + 1) {
      const detail = notThere(this.last + 1, first - 1);
      this.sink.gap({ channel: 'book', cause: 'hole', fromUs: record.receivedUs, toUs: record.receivedUs, detail });
    }
    this.hasTold = true;
    this.last = record.sequence;
    this.sink.book(record);
  }

  private tellTrades(record: TradesRecord): void {
    if (record.sequence <= this.last || this.isBeyond(record.receivedUs)) return;
    this.tellGaps(record.receivedUs);
    this.hasTold = true;
    this.last = record.sequence;
    this.sink.trades(record);
  }

  /** What lies behind the last record, or goes on there. */
  end(): void {
    this.tellGaps(Number.POSITIVE_INFINITY);
  }

  private isBeyond(us: number): boolean {
    this.isOver ||= us >= this.toUs;
    return this.isOver;
  }

  private tellGaps(us: number): void {
    while (this.gaps[0] !== undefined && this.gaps[0].toUs <= us) {
      const gap = this.gaps.shift();
      if (gap === undefined) return;
      const key = JSON.stringify(gap);
      if (!this.told.has(key)) this.sink.gap(gap);
      this.told.add(key);
    }
  }
}
