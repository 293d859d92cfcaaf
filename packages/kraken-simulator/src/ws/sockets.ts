import type { MarketStep } from '../market/market.js';
import type { AccountEvent } from './ports.js';

/** Which of Kraken's two sockets: `/v2` or `/v2/auth`. */
export type SocketKind = 'public' | 'private';

/** What carries a session: a real socket, or a test's. Calls return at once. */
export interface Wire {
  send(data: string | Uint8Array): void;
  /** Sends one text message as several fragments. */
  sendFragments(parts: readonly string[]): void;
  /** Ends it; `reset` without a goodbye. */
  close(reason: { readonly code: number; readonly reset: boolean }): void;
  /** Bytes accepted by `send` that have not left yet; bounds a slow reader. */
  readonly bufferedBytes?: number;
}

/** One client's connection. */
export interface Connection {
  /** A text frame of the client's. */
  receive(text: string, now: number): void;
  /** The client is gone. */
  closed(): void;
}

/**
 * Every WebSocket v2 session of a local Kraken. Holds no timer and no socket: whoever owns the clock calls `tick`, whoever
 * owns the market hands on its steps, whoever owns the accounts their events.
 */
export interface Sockets {
  /** A client has come; the status frame is sent before this returns. */
  connect(kind: SocketKind, wire: Wire): Connection;
  step(step: MarketStep): void;
  account(event: AccountEvent): void;
  /** Tells everybody that the market's status has changed. */
  statusChanged(): void;
  /** Heartbeats that are due at `now`; call at least every second of the simulator's time. */
  tick(now: number): void;
  /** When `tick` has something to do next; undefined while nobody listens. */
  nextTime(): number | undefined;
}
