import type { Random } from '@fathom/contracts';
import { SocketFaults } from '../faults/socket-faults.js';
import type { MarketStep } from '../market/market.js';
import type { AccountEvent, Exchange } from './ports.js';
import { Session } from './session.js';
import type { Connection, SocketKind, Sockets, Wire } from './sockets.js';
import { Topics } from './topics.js';

export interface KrakenSocketsOptions {
  readonly exchange: Exchange;
  readonly random: Random;
  /** What goes wrong; nothing when not given. */
  readonly faults?: SocketFaults;
}

/** Every WebSocket v2 session of a local Kraken. */
export class KrakenSockets implements Sockets {
  readonly faults: SocketFaults;
  readonly #options: KrakenSocketsOptions;
  readonly #topics: Topics;
  readonly #sessions = new Set<Session>();

  constructor(options: KrakenSocketsOptions) {
    this.#options = options;
    this.faults = options.faults ?? new SocketFaults(options.random);
    this.#topics = new Topics(options.exchange.market);
  }

  /** How many clients are connected. */
  get connections(): number {
    return this.#sessions.size;
  }

  connect(kind: SocketKind, wire: Wire): Connection {
    const { exchange, random } = this.#options;
    const session = new Session({
      kind,
      wire,
      exchange,
      random,
      topics: this.#topics,
      faults: this.faults,
      onEnd: (ended) => this.#sessions.delete(ended),
    });
    if (!session.isOver) this.#sessions.add(session);
    return session;
  }

  step(step: MarketStep): void {
    this.#topics.step(step);
  }

  account(event: AccountEvent): void {
    for (const session of this.#sessions) session.account(event);
  }

  statusChanged(): void {
    for (const session of this.#sessions) session.sendStatus();
    this.#topics.statusChanged();
  }

  tick(now: number): void {
    for (const session of this.#sessions) session.tick(now);
  }

  nextTime(): number | undefined {
    let next: number | undefined;
    for (const { nextHeartbeat } of this.#sessions) {
      if (nextHeartbeat !== undefined && (next === undefined || nextHeartbeat < next)) next = nextHeartbeat;
    }
    return next;
  }
}
