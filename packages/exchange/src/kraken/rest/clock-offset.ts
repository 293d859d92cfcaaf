import type { Clock } from '@fathom/contracts';

/** Kraken's clock against ours, milliseconds. */
export interface ClockOffset {
  /** What to add to our time to have Kraken's. */
  readonly offsetMs: number;
  /** The true offset lies within this on either side. */
  readonly uncertaintyMs: number;
  readonly roundTripMs: number;
}

/**
 * The offset by one answer: Kraken read its clock somewhere in the round trip, and told whole seconds (so half a
 * second more is the likeliest).
 */
export async function measureClockOffset(clock: Clock, askTime: () => Promise<number>): Promise<ClockOffset> {
  const before = clock.now();
  const told = await askTime();
  const after = clock.now();
  const roundTripMs = Math.max(0, after - before);
  return {
    offsetMs: told + 500 - (before + roundTripMs / 2),
    uncertaintyMs: 500 + roundTripMs / 2,
    roundTripMs,
  };
}

/** The offset in use: what is within the uncertainty of a measurement is no reason to move. */
export function usableOffset({ offsetMs, uncertaintyMs }: ClockOffset, current: number): number {
  return Math.abs(offsetMs - current) <= uncertaintyMs ? current : offsetMs;
}
