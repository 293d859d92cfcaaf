import type { CaptureFigures, GapCause } from '@fathom/capture';

/** One line of what happens, for people. */
export interface Note {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly text: string;
  readonly level: 'info' | 'warn' | 'error';
}

/** What there is to be seen of a running collector. */
export interface View {
  /** `Kraken`, `a local Kraken`. */
  readonly exchange: string;
  readonly folder: string;
  /** Milliseconds since 1970 UTC. */
  readonly startedAt: number;
  readonly now: number;
  readonly figures: readonly CaptureFigures[];
  /** Messages a second over the last seconds, as `figures`. */
  readonly rates: readonly number[];
  /** Bytes this run has written, and what the disk has left; undefined where it does not say. */
  readonly writtenBytes: number;
  readonly freeBytes: number | undefined;
  /** The longest the event loop kept anything waiting in the last second, milliseconds. */
  readonly loopLagMs: number;
  /** Oldest first. */
  readonly notes: readonly Note[];
}

/** All subscriptions of a kind together. */
export interface Totals {
  /** Books begun with, and those of which everything is verified at present. */
  readonly books: number;
  readonly soundBooks: number;
  readonly kept: number;
  readonly verified: number;
  readonly trades: number;
  readonly dropped: number;
  readonly gaps: number;
  /** Time missing of books, summed over pairs, milliseconds; open gaps up to now. */
  readonly missingMs: number;
  /** Messages of books a second. */
  readonly rate: number;
  /** How long the newest message was on its way, the longest of all books, milliseconds. */
  readonly lagMs: number;
}

/** Sums what a view shows. */
export function totalsOf({ figures, rates, now }: Pick<View, 'figures' | 'rates' | 'now'>): Totals {
  const total = {
    books: 0,
    soundBooks: 0,
    kept: 0,
    verified: 0,
    trades: 0,
    dropped: 0,
    gaps: 0,
    missingMs: 0,
    rate: 0,
    lagMs: 0,
  };
  for (const [index, one] of figures.entries()) {
    total.dropped += one.dropped;
    total.gaps += gapsOf(one);
    if (one.channel === 'market-trades') {
      total.trades += one.kept;
      continue;
    }
    total.books += 1;
    total.rate += rates[index] ?? 0;
    total.kept += one.kept;
    total.verified += one.verified;
    total.missingMs += missingMs(one, now);
    if (one.openGap === undefined) total.soundBooks += 1;
    total.lagMs = Math.max(total.lagMs, one.lagMs);
  }
  return total;
}

/** Gaps of one subscription, the open one among them; not those before its first data and after its last. */
export function gapsOf({ gaps, openGap }: CaptureFigures): number {
  let sum = openGap === undefined || isBound(openGap.cause) ? 0 : 1;
  for (const [cause, count] of gaps) if (!isBound(cause)) sum += count;
  return sum;
}

function isBound(cause: GapCause): boolean {
  return cause === 'start' || cause === 'stop';
}

/** How long something was missing, up to `now`. */
export function missingMs({ gapMs, openGap }: CaptureFigures, now: number): number {
  return gapMs + (openGap === undefined ? 0 : Math.max(0, now - openGap.from));
}
