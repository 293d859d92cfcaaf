import type { Terminal } from './terminal.js';

export interface ProgressIo {
  /** Where the line appears: standard error. */
  readonly err: Terminal;
  /** Milliseconds since any fixed instant; never goes back. */
  readonly stopwatch: () => number;
}

/**
 * A line on standard error that says how far a long task is, for people at a terminal only.
 * Nothing is shown in the first second: most tasks are done by then.
 */
export class Progress {
  private readonly io: ProgressIo;
  private readonly what: string;
  private readonly startedAt: number;
  private shownAt: number;
  private isShown = false;

  constructor(io: ProgressIo, what: string) {
    this.io = io;
    this.what = what;
    this.startedAt = io.stopwatch();
    this.shownAt = this.startedAt;
  }

  /** @param total 0 when nobody knows. */
  update(done: number, total: number): void {
    if (this.io.err.isTTY !== true) return;
    const now = this.io.stopwatch();
    if (now - this.startedAt < 1000 || now - this.shownAt < 100) return;
    this.shownAt = now;
    this.isShown = true;
    const share = total > 0 ? `${Math.floor((done / total) * 100)} %` : `${Math.floor(done / 1_000_000)} MB`;
    this.io.err.write(`\r\u001B[K${this.what} ${share}`);
  }

  /** Wipes the line. */
  end(): void {
    if (this.isShown) this.io.err.write('\r\u001B[K');
    this.isShown = false;
  }
}
