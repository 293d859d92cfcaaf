import type { BookRecord } from '../book-record.js';
import type { PairGap, Precision, Session } from '../catalogue/catalogue.js';
import type { Gap } from '../gap.js';
import { ProvedBooks } from '../proved-books.js';
import type { FrameRecord, RecordSink, SessionRecord, TradesRecord } from '../record-sink.js';
import type { RecordedPair } from '../recorded-pair.js';
import { addToSessions } from './add-to-sessions.js';
import { PartCuts } from './part-cuts.js';
import { NOBODY, type PlannedPart } from './planned-part.js';

/** Messages that were recorded as verified and are not, to the next snapshot. */
interface Doubt {
  readonly fromUs: number;
  readonly problem: string;
}

/** Reads a whole segment for what it holds, and proves every book of it. */
export class SegmentSurvey implements RecordSink {
  readonly parts: PlannedPart[] = [];
  readonly gaps: PairGap[] = [];
  readonly sessions: Session[] = [];
  readonly precisions: Precision[] = [];
  /** Receipt of each pair's last record, by id. */
  readonly lastUs = new Map<string, number>();
  /** The number of each pair's last record before the segment, by id; and until when what is not in it was received. */
  readonly lastBefore = new Map<string, number>();
  readonly beforeUs = new Map<string, number>();
  /** What there is of each pair, by id. */
  readonly channels = new Map<string, Set<Gap['channel']>>();
  messages = 0;
  /** What was recorded as verified and is not: a line for the first of each stretch of such messages. */
  readonly doubts: string[] = [];
  private readonly open = new Map<string, Doubt>();
  private readonly books = new ProvedBooks((record, problem) => this.doubted(record, problem));
  private readonly cuts = new PartCuts((planned) => this.parts.push(planned));

  pair({ id, name, priceDecimals, quantityDecimals }: RecordedPair, sequence: number): void {
    if (!this.lastBefore.has(id)) this.lastBefore.set(id, sequence);
    this.precisions.push({ pair: id, name, fromUs: this.lastUs.get(id) ?? 0, priceDecimals, quantityDecimals });
  }

  book(record: BookRecord): void {
    if (record.kind === 'snapshot') this.close(record.pair.id, record.receivedUs);
    this.books.apply(record);
    this.cuts.of('book', record.pair, record.receivedUs);
    this.has(record.pair, 'book');
    if (record.kind !== 'checkpoint') this.counted(record.pair, record.receivedUs);
    else if (!this.beforeUs.has(record.pair.id)) this.beforeUs.set(record.pair.id, record.receivedUs);
  }

  trades({ pair, receivedUs }: TradesRecord): void {
    this.cuts.of('trades', pair, receivedUs);
    this.has(pair, 'market-trades');
    this.counted(pair, receivedUs);
  }

  gap({ id }: RecordedPair, gap: Gap): void {
    this.gaps.push({ pair: id, ...gap });
  }

  frame({ receivedUs }: FrameRecord): void {
    this.cuts.of('frames', NOBODY, receivedUs);
  }

  session(record: SessionRecord): void {
    addToSessions(this.sessions, record);
  }

  /** Nothing follows. */
  end(): void {
    for (const id of this.open.keys()) this.close(id, this.lastUs.get(id) ?? 0);
  }

  private doubted({ pair: { id }, receivedUs }: BookRecord, problem: string): void {
    if (this.open.has(id)) return;
    this.open.set(id, { fromUs: this.lastUs.get(id) ?? receivedUs, problem });
    this.doubts.push(problem);
  }

  /** What was doubted is a gap, like all that cannot be trusted. */
  private close(pair: string, us: number): void {
    const doubt = this.open.get(pair);
    if (doubt === undefined) return;
    const { fromUs, problem: detail } = doubt;
    this.open.delete(pair);
    this.gaps.push({ pair, channel: 'book', cause: 'mismatch', fromUs, toUs: Math.max(fromUs, us), detail });
  }

  private has({ id }: RecordedPair, channel: Gap['channel']): void {
    const channels = this.channels.get(id);
    if (channels === undefined) this.channels.set(id, new Set([channel]));
    else channels.add(channel);
  }

  private counted({ id }: RecordedPair, receivedUs: number): void {
    this.messages += 1;
    if (!this.beforeUs.has(id)) this.beforeUs.set(id, receivedUs);
    this.lastUs.set(id, Math.max(this.lastUs.get(id) ?? 0, receivedUs));
    const last = this.precisions.findLast(({ pair }) => pair === id);
    if (last?.fromUs === 0) this.precisions[this.precisions.indexOf(last)] = { ...last, fromUs: receivedUs };
  }
}
