import { QUIET } from '../quiet-sink.js';
import type { RecordedPair } from '../recorded-pair.js';
import type { PairEnd } from './pair-end.js';
import { readSegment } from './read-segment.js';

/** Where each pair ends after segments that are read one after the other, oldest first. */
export class SegmentEnds {
  readonly ends: Map<string, PairEnd>;
  /** Names of the runs that begin or end in them. */
  readonly sessions = new Set<string>();
  /** Pairs of which the recorder of the last segment has received something. */
  private readonly heard = new Set<string>();

  /** @param ends where they ended before; is changed. */
  constructor(ends: Map<string, PairEnd>) {
    this.ends = ends;
  }

  read(path: string): void {
    const end = (pair: RecordedPair, channel: PairEnd['channels'][number], sequence: number, us: number): void => {
      this.heard.add(pair.id);
      const before = this.ends.get(pair.id);
      const channels = before?.channels ?? [];
      this.ends.set(pair.id, {
        sequence: Math.max(before?.sequence ?? 0, sequence),
        receivedUs: Math.max(before?.receivedUs ?? 0, us),
        isStopped: false,
        channels: channels.includes(channel) ? channels : [...channels, channel],
      });
    };
    readSegment(path, {
      ...QUIET,
      book: (record) => end(record.pair, 'book', record.sequence, record.receivedUs),
      trades: (record) => end(record.pair, 'market-trades', record.sequence, record.receivedUs),
      session: ({ type, us, session }) => {
        this.sessions.add(session);
        if (type === 'started') this.heard.clear();
        else
          for (const [pair, one] of this.ends) {
            this.ends.set(pair, { ...one, isStopped: true, ...(this.heard.has(pair) && { stoppedUs: us }) });
          }
      },
    });
  }
}
