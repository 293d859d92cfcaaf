import type { Clock, Scheduler } from '@fathom/contracts';
import type { LocalKraken } from './local-kraken.js';
import type { Connection } from './ws/sockets.js';

/** What a client's socket tells it; never before `open` has returned, never after `close` or `terminate`. */
export interface InMemoryHandlers {
  opened(): void;
  received(frame: string): void;
  /** It is gone. Called once. */
  closed(reason: string): void;
}

const LATENCY_MS = 2;
const decoder = new TextDecoder();

/** Sockets of a local Kraken without a network: frames of both directions take 2 ms. */
export class InMemorySockets {
  readonly #kraken: LocalKraken;
  readonly #time: Clock & Scheduler;
  readonly #open = new Set<(reason: string) => void>();
  /** How many connections were made. */
  attempts = 0;

  constructor(kraken: LocalKraken, time: Clock & Scheduler) {
    this.#kraken = kraken;
    this.#time = time;
  }

  /** All connections are lost. */
  hangUp(): void {
    for (const lose of this.#open) lose('reset');
  }

  /** @param url the account's socket at `//ws-auth.`, which is Kraken's own, or ending in `/auth`, as the server's does. */
  open(url: string, handlers: InMemoryHandlers): { send(frame: string): void; close(): void; terminate(): void } {
    this.attempts += 1;
    const timers = new Set<() => void>();
    const later = (task: () => void) => {
      const cancel = this.#time.after(LATENCY_MS, () => {
        timers.delete(cancel);
        task();
      });
      timers.add(cancel);
    };
    let connection: Connection | undefined;
    const end = () => {
      for (const cancel of timers) cancel();
      this.#open.delete(lose);
      connection?.closed();
    };
    const lose = (reason: string) => {
      end();
      handlers.closed(reason);
    };
    this.#open.add(lose);
    later(() => {
      handlers.opened();
      connection = this.#kraken.connect(/\/\/ws-auth\.|\/auth$/.test(url) ? 'private' : 'public', {
        // Bytes that are no text arrive as a socket has them: as what can be read of them.
        send: (data) => later(() => handlers.received(typeof data === 'string' ? data : decoder.decode(data))),
        sendFragments: (parts) => later(() => handlers.received(parts.join(''))),
        close: ({ code }) => later(() => lose(`closed by the exchange: ${code}`)),
      });
    });
    return {
      send: (frame) =>
        later(() => {
          this.#kraken.advance();
          connection?.receive(frame, this.#time.now());
        }),
      close: end,
      terminate: end,
    };
  }
}
