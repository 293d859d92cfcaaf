import type { FeedSkipped } from '@fathom/contracts';

/** Between two lines: an exchange may begin to send something new many times a second. */
const PAUSE_MS = 60_000;

/** What there is to say of what was not understood: the first at once, then a line a minute, with how many it passes over. */
export class SkippedFrames {
  private toldAt = Number.NEGATIVE_INFINITY;
  private untold = 0;

  /** @returns one line; undefined when it is too soon for another. */
  line({ time, reason }: Pick<FeedSkipped, 'time' | 'reason'>): string | undefined {
    // A clock that was set back must not silence it.
    if (Math.abs(time - this.toldAt) < PAUSE_MS) {
      this.untold += 1;
      return undefined;
    }
    const others = this.untold === 0 ? '' : `, and ${this.untold} more since the last such line`;
    this.toldAt = time;
    this.untold = 0;
    return `skipped what is not understood: ${reason}${others}`;
  }
}
