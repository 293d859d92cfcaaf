import { basename } from 'node:path';
import { QUIET } from '../quiet-sink.js';
import type { RecordedPair } from '../recorded-pair.js';
import type { PairEnd } from './pair-end.js';
import { readSegment } from './read-segment.js';
import { segmentStart } from './segment-name.js';

/** Where each pair ends after segments that are read one after the other, oldest first. */
export class SegmentEnds {
  /** Names of the runs that begin or end in them. */
  readonly sessions = new Set<string>();
  private known: ReadonlyMap<string, PairEnd>;
  /** Pairs of which the recorder of the last segment has received something. */
  private heard: ReadonlySet<string> = new Set();

  /** @param ends where they ended before. */
  constructor(ends: ReadonlyMap<string, PairEnd>) {
    this.known = ends;
  }

  get ends(): ReadonlyMap<string, PairEnd> {
    return this.known;
  }

  /** @returns whether it is whole; one that is not says nothing before it is cut. */
  read(path: string): boolean {
    const ends = new Map(this.known);
    const heard = new Set(this.heard);
    const sessions: string[] = [];
    const end = (pair: RecordedPair, channel: PairEnd['channels'][number], sequence: number, us: number): void => {
      heard.add(pair.id);
      const before = ends.get(pair.id);
      const channels = before?.channels ?? [];
      ends.set(pair.id, {
        sequence: Math.max(before?.sequence ?? 0, sequence),
        receivedUs: Math.max(before?.receivedUs ?? 0, us),
        isStopped: false,
        channels: channels.includes(channel) ? channels : [...channels, channel],
      });
    };
    // What stood in a file that is gone is counted, though it is not there: its numbers are not given once more.
    const noted = ({ id }: RecordedPair, sequence: number): void => {
      const before = ends.get(id);
      if (sequence <= (before?.sequence ?? 0)) return;
      const receivedUs = before?.receivedUs ?? segmentStart(basename(path)) ?? 0;
      ends.set(id, { isStopped: false, channels: [], ...before, sequence, receivedUs });
    };
    const { damage } = readSegment(path, {
      ...QUIET,
      pair: noted,
      book: (record) => end(record.pair, 'book', record.sequence, record.receivedUs),
      trades: (record) => end(record.pair, 'market-trades', record.sequence, record.receivedUs),
      session: ({ type, us, session }) => {
        sessions.push(session);
        if (type === 'started') heard.clear();
        else
          for (const [pair, one] of ends) {
            ends.set(pair, { ...one, isStopped: true, ...(heard.has(pair) && { stoppedUs: us }) });
          }
      },
    });
    if (damage !== undefined) return false;
    this.known = ends;
    this.heard = heard;
    for (const session of sessions) this.sessions.add(session);
    return true;
  }
}
