import type { Scheduler } from '@fathom/contracts';
import type { Io } from '../io.js';
import { Deferred } from './deferred.js';

export interface EndingOptions {
  readonly io: Io;
  /** Time as people's watches tell it. */
  readonly scheduler: Scheduler;
}

/** Waits until a program that runs for long is to end, and for whoever is in a hurry then. */
export class Ending {
  private readonly wish = new Deferred<string>();
  private readonly hurry = new Deferred<string>();
  private readonly stops: (() => void)[] = [];
  private readonly abort = new AbortController();
  private readonly scheduler: Scheduler;
  private readonly halts = new Set<() => void>();
  private isWished = false;
  private over: string | undefined;

  constructor({ io, scheduler }: EndingOptions) {
    this.scheduler = scheduler;
    const stopListening = io.onSignal?.((signal) => {
      if (signal === 'SIGUSR2') for (const halt of this.halts) halt();
      else if (this.isWished) this.hurry.resolve(signal);
      else this.end(signal);
    });
    if (stopListening !== undefined) this.stops.push(stopListening);
  }

  /** Ends by itself, `afterMs` from now. */
  after(afterMs: number): void {
    const over = () => {
      if (this.isWished) return;
      this.over = `--for ${afterMs / 1000} is over`;
      this.end(this.over);
    };
    this.stops.push(this.scheduler.after(afterMs, over));
  }

  /** What ended it, where that was its own time and nobody's wish. */
  get timeIsOver(): string | undefined {
    return this.over;
  }

  /** Set off when it is time to end. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** It is time to end in good order; why, in words. */
  get wished(): Promise<string> {
    return this.wish.promise;
  }

  /** A second signal: at once. */
  get hurried(): Promise<string> {
    return this.hurry.promise;
  }

  /** Tells when somebody wants no more entries, until what is returned is called. */
  onHalt(halt: () => void): () => void {
    this.halts.add(halt);
    return () => this.halts.delete(halt);
  }

  /** Signals end the process as usual again. */
  close(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  private end(reason: string): void {
    this.isWished = true;
    this.wish.resolve(reason);
    this.abort.abort();
  }
}
