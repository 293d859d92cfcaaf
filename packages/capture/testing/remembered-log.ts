import type { BookSnapshot, BookUpdate, MarketTraded } from '@fathom/contracts';
import type { BookState } from '@fathom/order-book';
import type { CaptureLog } from '../src/capture-log.js';
import type { ClosedGap, Gap } from '../src/gap.js';

/** Keeps everything in memory, and has no room while `isFull`. */
export class RememberedLog implements CaptureLog {
  readonly books: { readonly message: BookSnapshot | BookUpdate; readonly state: BookState }[] = [];
  readonly tapes: MarketTraded[] = [];
  readonly frames: { readonly frame: string; readonly reason: string; readonly time: number }[] = [];
  readonly begun: Gap[] = [];
  readonly ended: ClosedGap[] = [];
  isFull = false;

  opened(): void {}

  book(message: BookSnapshot | BookUpdate, state: BookState): boolean {
    if (!this.isFull) this.books.push({ message, state });
    return !this.isFull;
  }

  trades(message: MarketTraded): boolean {
    if (!this.isFull) this.tapes.push(message);
    return !this.isFull;
  }

  gapBegan(gap: Gap): void {
    this.begun.push(gap);
  }

  gapEnded(gap: ClosedGap): void {
    this.ended.push(gap);
  }

  verbatim(frame: string, reason: string, time: number): void {
    this.frames.push({ frame, reason, time });
  }

  /** Gaps of `pair` that lasted, and the one that is open, which lasts for ever. */
  gapsOf(pair: string, channel: Gap['channel'] = 'book'): ClosedGap[] {
    const isIts = (gap: Gap) => gap.pair === pair && gap.channel === channel;
    const open = this.begun.filter(isIts).slice(this.ended.filter(isIts).length);
    return [...this.ended.filter(isIts), ...open.map((gap) => ({ ...gap, to: Number.POSITIVE_INFINITY }))];
  }
}
