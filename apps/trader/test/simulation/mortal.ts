import type { Clock, Random, Scheduler } from '@fathom/contracts';
import type { HttpTransport, SocketTransport } from '@fathom/exchange';

/** The world as one process sees it: once it is dead nothing it began goes on, and nothing reaches it any more. */
export class Mortal {
  isDead = false;
  private readonly time: Clock & Scheduler;

  constructor(time: Clock & Scheduler) {
    this.time = time;
  }

  readonly clock: Clock & Scheduler = {
    now: () => this.time.now(),
    after: (delayMs, task) => this.time.after(delayMs, () => this.alive(task)),
  };

  http(transport: HttpTransport): HttpTransport {
    return (request) =>
      new Promise((resolve, reject) => {
        if (this.isDead) return;
        transport(request).then(
          (response) => this.alive(() => resolve(response)),
          (error: unknown) => this.alive(() => reject(error)),
        );
      });
  }

  sockets(transport: SocketTransport): SocketTransport {
    return {
      open: (url, handlers) =>
        transport.open(url, {
          opened: () => this.alive(() => handlers.opened()),
          received: (frame) => this.alive(() => handlers.received(frame)),
          closed: (reason) => this.alive(() => handlers.closed(reason)),
        }),
    };
  }

  private alive(act: () => void): void {
    if (!this.isDead) act();
  }
}

/** What a process dies of in a simulation. */
export class Crash extends Error {}

/** Dies with this chance, now. */
export function maybeCrash(random: Random, chance: number, where: string): void {
  if (random.next() < chance) throw new Crash(where);
}
