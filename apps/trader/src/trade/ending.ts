import type { Scheduler } from '@fathom/contracts';
import type { Io } from '../io.js';
import { Deferred } from './deferred.js';

export interface EndingOptions {
  readonly io: Io;
  /** Time as people's watches tell it. */
  readonly scheduler: Scheduler;
  /** Ends by itself after so long, milliseconds. */
  readonly afterMs: number | undefined;
  /** Somebody wants no more entries. */
  readonly onHalt: () => void;
}

/** Waits until a program that runs for long is to end, and for whoever is in a hurry then. */
export class Ending {
  private readonly wish = new Deferred<string>();
  private readonly hurry = new Deferred<string>();
  private readonly stops: (() => void)[] = [];
  private isWished = false;

  constructor({ io, scheduler, afterMs, onHalt }: EndingOptions) {
    const stopListening = io.onSignal?.((signal) => {
      if (signal === 'SIGUSR2') onHalt();
      else if (this.isWished) this.hurry.resolve(signal);
      else this.end(signal);
    });
    if (stopListening !== undefined) this.stops.push(stopListening);
    if (afterMs !== undefined)
      this.stops.push(scheduler.after(afterMs, () => this.end(`--for ${afterMs / 1000} is over`)));
  }

  /** It is time to end in good order; why, in words. */
  get wished(): Promise<string> {
    return this.wish.promise;
  }

  /** A second signal: at once. */
  get hurried(): Promise<string> {
    return this.hurry.promise;
  }

  /** Signals end the process as usual again. */
  close(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  private end(reason: string): void {
    this.isWished = true;
    this.wish.resolve(reason);
  }
}
