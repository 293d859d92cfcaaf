import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '@fathom/contracts';

/** Between two looks; what it reports is longer than this by how long the process was busy. */
const RESOLUTION_MS = 50;
/** Bots that ask at about the same time get the same answer. */
const FRESH_MS = 5_000;

/** How long events of this process had to wait, at worst. */
export class LoopLag {
  private readonly clock: Clock;
  private readonly delays: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private takenAt = Number.NEGATIVE_INFINITY;
  private longest: number | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
    this.delays.enable();
  }

  /** Milliseconds, since it was asked the time before; undefined while nothing is known. */
  longestMs(): number | undefined {
    const now = this.clock.now();
    if (now - this.takenAt >= FRESH_MS && this.delays.count > 0) {
      this.longest = Math.max(0, this.delays.max / 1e6 - RESOLUTION_MS);
      this.delays.reset();
      this.takenAt = now;
    }
    return this.longest;
  }

  close(): void {
    this.delays.disable();
  }
}
