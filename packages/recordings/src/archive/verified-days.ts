import type { BookRecord } from '../book-record.js';
import type { PairGap } from '../catalogue/catalogue.js';
import type { GapCause } from '../gap.js';
import { dayNumber, dayOf } from './part-place.js';

/** What is known of a pair's recorded day. */
export interface VerifiedDay {
  /** The pair's id. */
  readonly pair: string;
  /** `BTC/USD`. */
  readonly name: string;
  /** `2026-11-29`, UTC. */
  readonly day: string;
  /** Book messages, and how many of them are what. */
  messages: number;
  verified: number;
  suspect: number;
  unverifiable: number;
  /** Market trades. */
  trades: number;
  /** How long the book was not verified: from a message that was not to the next. */
  suspectUs: number;
  /** Gaps of the book that begin on the day, by cause. A start is none. */
  readonly gaps: Map<GapCause, { count: number; us: number }>;
}

/** Where counting has got to with a pair. */
interface CountedPair {
  readonly id: string;
  number: number;
  day: VerifiedDay;
  us: number;
  isVerified: boolean;
}

/** Counts what is proved by pair and day. */
export class Days {
  private readonly days = new Map<string, VerifiedDay>();
  /** By id. */
  private readonly names = new Map<string, string>();

  of(pair: string, name: string, day: string): VerifiedDay {
    const key = `${pair} ${day}`;
    this.names.set(pair, name);
    const known = this.days.get(key);
    if (known !== undefined) return known;
    const made = dayWithNothing(pair, name, day);
    this.days.set(key, made);
    return made;
  }

  /** Counts messages as they are told. */
  counter(): (record: BookRecord) => void {
    const pairs = new Map<string, CountedPair>();
    let last: CountedPair | undefined;
    return ({ pair: { id, name }, kind, state, receivedUs }) => {
      // Most follow one of their pair and of their day.
      if (last?.id !== id) {
        last = pairs.get(id) ?? {
          id,
          number: dayNumber(receivedUs),
          day: this.of(id, name, dayOf(receivedUs)),
          us: 0,
          isVerified: true,
        };
        pairs.set(id, last);
      }
      const number = dayNumber(receivedUs);
      if (last.number !== number) {
        last.number = number;
        last.day = this.of(id, name, dayOf(receivedUs));
      }
      const { day } = last;
      if (!last.isVerified) day.suspectUs += Math.max(0, receivedUs - last.us);
      last.us = receivedUs;
      last.isVerified = state === 'verified';
      if (kind === 'checkpoint') return;
      day.messages += 1;
      day[state] += 1;
    };
  }

  gap({ pair, cause, fromUs, toUs }: PairGap): void {
    const { gaps } = this.of(pair, this.names.get(pair) ?? pair, dayOf(fromUs));
    const known = gaps.get(cause) ?? { count: 0, us: 0 };
    gaps.set(cause, { count: known.count + 1, us: known.us + (toUs - fromUs) });
  }

  join(others: readonly VerifiedDay[]): void {
    for (const one of others) {
      const day = this.of(one.pair, one.name, one.day);
      for (const name of ['messages', 'verified', 'suspect', 'unverifiable', 'trades', 'suspectUs'] as const) {
        day[name] += one[name];
      }
    }
  }

  list(): VerifiedDay[] {
    return [...this.days.values()].toSorted((a, b) => (a.pair + a.day < b.pair + b.day ? -1 : 1));
  }
}

function dayWithNothing(pair: string, name: string, day: string): VerifiedDay {
  const counts = { messages: 0, verified: 0, suspect: 0, unverifiable: 0, trades: 0, suspectUs: 0 };
  return { pair, name, day, ...counts, gaps: new Map() };
}
