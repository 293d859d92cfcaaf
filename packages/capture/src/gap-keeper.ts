import type { CaptureLog } from './capture-log.js';
import type { Figures } from './figures.js';
import type { GapCause } from './gap.js';

/** The gaps of one subscription, one at a time. */
export class GapKeeper {
  readonly #log: CaptureLog;
  readonly #figures: Figures;

  constructor(log: CaptureLog, figures: Figures) {
    this.#log = log;
    this.#figures = figures;
  }

  get isOpen(): boolean {
    return this.#figures.openGap !== undefined;
  }

  get cause(): GapCause | undefined {
    return this.#figures.openGap?.cause;
  }

  /** Begins one, unless there is one: what went wrong first counts. */
  open(cause: GapCause, from: number): void {
    if (this.isOpen) return;
    const { channel, pair } = this.#figures;
    const gap = { channel, pair, cause, from };
    this.#figures.openGap = gap;
    this.#log.gapBegan(gap);
  }

  /**
   * Ends it.
   * @param from where it turned out to begin; `to` when nothing was missed
   */
  close(to: number, from?: number): void {
    const gap = this.#figures.openGap;
    if (gap === undefined) return;
    this.#figures.openGap = undefined;
    const begun = from ?? gap.from;
    // A clock set back must not make a gap end before it began.
    const ended = Math.max(begun, to);
    if (ended > begun) {
      this.#figures.gaps.set(gap.cause, (this.#figures.gaps.get(gap.cause) ?? 0) + 1);
      this.#figures.gapMs += ended - begun;
    }
    this.#log.gapEnded({ ...gap, from: begun, to: ended });
  }

  /** Goes on under another cause, because that one is for good. */
  turn(cause: GapCause, at: number): void {
    this.close(at);
    this.open(cause, at);
  }
}
