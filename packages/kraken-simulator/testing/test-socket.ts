import type { Connection, SocketKind, Sockets, Wire } from '../src/ws/sockets.js';

/** A client that keeps what it hears. */
export class TestSocket implements Wire {
  readonly frames: string[] = [];
  readonly binary: Uint8Array[] = [];
  readonly fragments: (readonly string[])[] = [];
  ended: { readonly code: number; readonly reset: boolean } | undefined;
  bufferedBytes = 0;
  readonly #connection: Connection;
  readonly #now: () => number;

  constructor(sockets: Pick<Sockets, 'connect'>, kind: SocketKind, now: () => number) {
    this.#now = now;
    this.#connection = sockets.connect(kind, this);
  }

  send(data: string | Uint8Array): void {
    if (typeof data === 'string') this.frames.push(data);
    else this.binary.push(data);
  }

  sendFragments(parts: readonly string[]): void {
    this.fragments.push(parts);
    this.frames.push(parts.join(''));
  }

  close(reason: { readonly code: number; readonly reset: boolean }): void {
    this.ended = reason;
  }

  /** The client sends a request, or any text. */
  say(request: object | string): void {
    this.#connection.receive(typeof request === 'string' ? request : JSON.stringify(request), this.#now());
  }

  subscribe(params: object, reqId?: number): void {
    this.say({ method: 'subscribe', params, ...(reqId === undefined ? {} : { req_id: reqId }) });
  }

  hangUp(): void {
    this.#connection.closed();
  }

  /** What has come since the last time this was asked, parsed. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever it expects to be there
  take(): any[] {
    return this.frames.splice(0).map((text) => JSON.parse(text));
  }

  /** As `take`, as text. */
  takeText(): string[] {
    return this.frames.splice(0);
  }
}
