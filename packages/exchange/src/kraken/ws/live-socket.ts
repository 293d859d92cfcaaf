import type { Clock, Random, Scheduler } from '@fathom/contracts';
import { backOffMs } from './back-off.js';
import type { ConnectionBudget } from './connection-budget.js';
import type { Socket, SocketFrame, SocketTransport } from './socket-transport.js';

/** What everything that waits, dials and counts is given. */
export interface SocketWorld {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /**
   * Measures how long the network takes: connections, silence, answers. `clock` and `scheduler` when left out; another
   * where a market is replayed faster than life, on a network that is not.
   */
  readonly wire?: Clock & Scheduler;
  readonly random: Random;
  readonly transport: SocketTransport;
  /** To be shared by all that connect from one internet address. */
  readonly budget: ConnectionBudget;
}

export interface LiveSocketHost {
  up(): void;
  frame(frame: SocketFrame, receivedAt: number): void;
  /** The connection is gone, or did not come up; the next attempt is made `retryInMs` from now. */
  down(reason: string, retryInMs: number): void;
}

/** Connected within this time, or given up. */
const CONNECT_MS = 10_000;
/** Quiet for so long, it is asked whether it is there; Kraken was never quiet for more than 1.03 s once subscribed. */
const PING_AFTER_MS = 2500;
/** Quiet for so long, it is dead. */
const DEAD_AFTER_MS = 5000;
/** A timer this late means that we slept or the clock was set, not that Kraken is gone: one more heartbeat's time. */
const LATE_MS = 1000;
const GRACE_MS = 1500;
/** Up for so long, earlier failures are forgotten. */
const HEALTHY_MS = 30_000;
const BACK_OFF = { firstMs: 1000, longestMs: 60_000 };
const PING = '{"method":"ping"}';

/** The times a connection goes by. */
export type SocketTimes = Pick<SocketWorld, 'clock' | 'scheduler' | 'wire'>;

/** What `wire` says, or `clock` and `scheduler`. */
export function wireTime({ clock, scheduler, wire }: SocketTimes): Clock & Scheduler {
  return wire ?? { now: () => clock.now(), after: (delayMs, task) => scheduler.after(delayMs, task) };
}

/** A socket that comes back: dials, notices when it is dead, waits and dials again. */
export class LiveSocket {
  readonly #url: string;
  readonly #world: SocketWorld;
  readonly #wire: Clock & Scheduler;
  readonly #host: LiveSocketHost;
  #socket: Socket | undefined;
  #isUp = false;
  #isClosed = false;
  #cancelTimer: () => void = () => {};
  #upSince = 0;
  #failures = 0;
  #lastFrameAt = 0;
  #isPinged = false;

  constructor(url: string, world: SocketWorld, host: LiveSocketHost) {
    this.#url = url;
    this.#world = world;
    this.#wire = wireTime(world);
    this.#host = host;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Dials, as soon as the budget allows. */
  open(): void {
    if (this.#isClosed) return;
    const now = this.#wire.now();
    const waitMs = this.#world.budget.waitMs(now);
    if (waitMs > 0) this.#after(waitMs, () => this.open());
    else this.#dial(now);
  }

  send(frame: string): void {
    if (this.#isUp) this.#socket?.send(frame);
  }

  /** Drops the connection as if it had been lost. */
  restart(reason: string): void {
    if (this.#socket === undefined) return;
    this.#socket.terminate();
    this.#lost(reason);
  }

  /** Ends it for good; nothing is told afterwards and no timer is left. */
  close(): void {
    this.#isClosed = true;
    this.#isUp = false;
    this.#cancelTimer();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #dial(now: number): void {
    this.#world.budget.take(now);
    this.#after(CONNECT_MS, () => this.restart(`not connected within ${CONNECT_MS} ms`));
    const isCurrent = () => this.#socket === socket;
    const socket = this.#world.transport.open(this.#url, {
      opened: () => {
        if (isCurrent()) this.#opened();
      },
      received: (frame) => {
        if (isCurrent()) this.#received(frame);
      },
      closed: (reason) => {
        if (isCurrent()) this.#lost(reason);
      },
    });
    this.#socket = socket;
  }

  #opened(): void {
    this.#isUp = true;
    this.#upSince = this.#wire.now();
    this.#heard(this.#upSince);
    this.#watch();
    this.#host.up();
  }

  #received(frame: SocketFrame): void {
    const now = this.#world.clock.now();
    // Asked twice only where there are two: it is asked for each frame.
    this.#heard(this.#world.wire?.now() ?? now);
    this.#host.frame(frame, now);
  }

  #heard(now: number): void {
    this.#lastFrameAt = now;
    this.#isPinged = false;
  }

  /** One timer, not one a frame: when it fires it looks how long the silence really is. */
  #watch(): void {
    const due = this.#lastFrameAt + (this.#isPinged ? DEAD_AFTER_MS : PING_AFTER_MS);
    const now = this.#wire.now();
    this.#after(Math.min(DEAD_AFTER_MS, Math.max(0, due - now)), () => this.#look(due));
  }

  #look(due: number): void {
    const now = this.#wire.now();
    // The clock was set back.
    if (now < this.#lastFrameAt) this.#lastFrameAt = now;
    const quietMs = now - this.#lastFrameAt;
    if (quietMs >= DEAD_AFTER_MS && now - due < LATE_MS) {
      this.restart(`no frame for ${Math.round(quietMs)} ms`);
    } else if (quietMs >= DEAD_AFTER_MS) {
      this.#after(GRACE_MS, () => this.#look(this.#wire.now()));
    } else {
      if (quietMs >= PING_AFTER_MS && !this.#isPinged) {
        this.#isPinged = true;
        this.send(PING);
      }
      this.#watch();
    }
  }

  #lost(reason: string): void {
    const { budget, random } = this.#world;
    const now = this.#wire.now();
    if (this.#isUp && now - this.#upSince >= HEALTHY_MS) this.#failures = 0;
    this.#isUp = false;
    this.#socket = undefined;
    this.#cancelTimer();
    const waitMs = Math.max(backOffMs(BACK_OFF, this.#failures, random), budget.waitMs(now));
    this.#failures += 1;
    this.#after(waitMs, () => this.open());
    this.#host.down(reason, waitMs);
  }

  /** There is one timer at a time: to connect, to watch or to wait. */
  #after(delayMs: number, task: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#wire.after(delayMs, task);
  }
}
