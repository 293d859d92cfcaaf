import type { Clock, ExecutionClient, LedgerStore, MarketFeed, OrderRequest, Scheduler } from '@fathom/contracts';
import type { HttpTransport, Socket, SocketTransport } from '@fathom/exchange';
import type { Fate, Point } from './fate.js';

/** What a process dies of in a simulation. */
export class Crash extends Error {}

/** What a ledger says that cannot be written any more. */
export class DiskFull extends Error {}

export interface MortalOptions {
  readonly time: Clock & Scheduler;
  readonly fate: Fate;
  /** How far the machine's clock is ahead of the true time as the process begins, milliseconds. */
  readonly clockErrorMs: number;
  /** Told once. */
  readonly onDeath: () => void;
}

/**
 * The world as one process sees it. Once it is dead nothing it began goes on and nothing reaches it any more; what it has
 * sent by then goes its way.
 */
export class Mortal {
  isDead = false;
  private readonly options: MortalOptions;
  private readonly sockets = new Set<Socket>();
  /** What has come while it slept, oldest first. */
  private readonly missed: (() => void)[] = [];
  private sleepsSince: number | undefined;
  private sleptMs = 0;

  constructor(options: MortalOptions) {
    this.options = options;
  }

  /** As the process has it: it runs on evenly from where it stood at birth, right or wrong, and stands still in sleep. */
  readonly clock: Clock & Scheduler = {
    now: () => (this.sleepsSince ?? this.options.time.now()) + this.options.clockErrorMs - this.sleptMs,
    after: (delayMs, task) => this.options.time.after(delayMs, () => this.alive('timer', task)),
  };

  store(store: LedgerStore): LedgerStore {
    return { append: (event) => this.port('append', () => store.append(event)) };
  }

  execution(execution: ExecutionClient & { close(): void }): ExecutionClient & { close(): void } {
    const call = (name: 'submit' | 'cancel' | 'find') => (order: OrderRequest) =>
      this.port(name, () => execution[name]?.(order));
    return {
      submit: call('submit'),
      cancel: call('cancel'),
      find: call('find'),
      amend: (order, change) => this.port('amend', () => execution.amend?.(order, change)),
      close: () => execution.close(),
    };
  }

  feed(feed: MarketFeed): MarketFeed {
    return {
      subscribe: (subscriptions) => this.port('subscribe', () => feed.subscribe(subscriptions)),
      unsubscribe: (subscriptions) => feed.unsubscribe(subscriptions),
      resync: (subscription) => feed.resync(subscription),
      close: () => feed.close(),
    };
  }

  http(transport: HttpTransport): HttpTransport {
    return (request) =>
      new Promise((resolve, reject) => {
        this.alive('request before', () => {
          const answer = transport(request);
          answer.then(
            (response) => this.alive('answer before', () => resolve(response)),
            (error: unknown) => this.alive('answer before', () => reject(error)),
          );
          this.alive('request after', () => undefined);
        });
      });
  }

  socketTransport(transport: SocketTransport): SocketTransport {
    return {
      open: (url, handlers) => {
        const socket = transport.open(url, {
          opened: () => this.alive('frame', () => handlers.opened()),
          received: (frame) => this.alive('frame', () => handlers.received(frame)),
          closed: (reason) => {
            this.sockets.delete(socket);
            this.alive('frame', () => handlers.closed(reason));
          },
        });
        this.sockets.add(socket);
        return socket;
      },
    };
  }

  /** The machine goes to sleep: nothing goes on in it until it wakes, and its sense of time stands still. */
  sleep(): void {
    this.sleepsSince ??= this.options.time.now();
  }

  wake(): void {
    if (this.sleepsSince === undefined) return;
    this.sleptMs += this.options.time.now() - this.sleepsSince;
    this.sleepsSince = undefined;
    for (const act of this.missed.splice(0)) act();
  }

  /** The process is gone, whatever it was doing; its connections break. */
  kill(): void {
    if (this.isDead) return;
    this.isDead = true;
    for (const socket of this.sockets) socket.terminate();
    this.options.onDeath();
  }

  /** A call of the process to the outside. Whoever is dead, or dies here, gets no further than this. */
  private port<T>(name: 'append' | 'submit' | 'cancel' | 'amend' | 'find' | 'subscribe', call: () => T): T {
    this.pass(`${name} before`);
    const result = call();
    this.pass(`${name} after`);
    return result;
  }

  private pass(point: Point): void {
    if (!this.isDead && this.options.fate.dies(point)) this.kill();
    if (this.isDead) throw new Crash(point);
  }

  /** Something comes to the process from outside. */
  private alive(point: Point, act: () => void): void {
    if (this.isDead) return;
    if (this.sleepsSince !== undefined) {
      this.missed.push(() => this.alive(point, act));
      return;
    }
    if (this.options.fate.dies(point)) this.kill();
    else act();
  }
}
