import type { Socket, SocketHandlers, SocketTransport } from '@fathom/exchange';

/** A socket whose other end is a recording: whatever is asked for is acknowledged, and frames come when they are told. */
export class ReplayedSocket implements SocketTransport {
  #handlers: SocketHandlers | undefined;

  open(_: string, handlers: SocketHandlers): Socket {
    this.#handlers = handlers;
    return { send: (frame) => this.#acknowledge(frame), close: () => {}, terminate: () => {} };
  }

  /** Comes up. */
  begin(): void {
    this.#handlers?.opened();
  }

  tell(frame: string): void {
    this.#handlers?.received(frame);
  }

  #acknowledge(frame: string): void {
    const { method, params, req_id: id }: Request = JSON.parse(frame);
    if (method !== 'subscribe') return;
    for (const symbol of params.symbol ?? []) {
      const result = { channel: params.channel, symbol };
      this.tell(JSON.stringify({ method, result, success: true, req_id: id }));
    }
  }
}

interface Request {
  readonly method: string;
  readonly params: { readonly channel: string; readonly symbol?: readonly string[] };
  readonly req_id?: number;
}
