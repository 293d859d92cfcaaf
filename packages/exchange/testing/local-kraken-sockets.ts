import type { Clock, Scheduler } from '@fathom/contracts';
import type { Connection, LocalKraken } from '@fathom/kraken-simulator';
import type { Socket, SocketTransport } from '../src/kraken/ws/socket-transport.js';

const LATENCY_MS = 2;

/** Sockets of a local Kraken without a network: frames of both directions take 2 ms. */
export class LocalKrakenSockets implements SocketTransport {
  readonly #kraken: LocalKraken;
  readonly #time: Clock & Scheduler;
  readonly #lose = new Set<(reason: string) => void>();
  /** How many connections were made. */
  attempts = 0;

  constructor(kraken: LocalKraken, time: Clock & Scheduler) {
    this.#kraken = kraken;
    this.#time = time;
  }

  /** All connections are lost. */
  hangUp(): void {
    for (const lose of this.#lose) lose('reset');
  }

  open(url: string, handlers: Parameters<SocketTransport['open']>[1]): Socket {
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
      this.#lose.delete(lose);
      connection?.closed();
    };
    const lose = (reason: string) => {
      end();
      handlers.closed(reason);
    };
    this.#lose.add(lose);
    later(() => {
      handlers.opened();
      connection = this.#kraken.connect(url.endsWith('/auth') ? 'private' : 'public', {
        send: (data) => later(() => handlers.received(data.toString())),
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
