/** A frame as text, or the bytes of its text: not yet a text, for the readers of bytes are the fastest. */
export type SocketFrame = string | Buffer;

/** What a socket tells its owner; never before `open` has returned, never after `close` or `terminate`. */
export interface SocketHandlers {
  opened(): void;
  /** One frame; where bytes are no text, replacement characters are meant. */
  received(frame: SocketFrame): void;
  /** It is gone, or never came up. Called once. */
  closed(reason: string): void;
}

/** An opened or opening socket. */
export interface Socket {
  /** Sends a frame; before `opened` and after the end it does nothing. */
  send(frame: string): void;
  /** Ends it politely. */
  close(): void;
  /** Ends it at once. */
  terminate(): void;
}

/** Who carries frames: the network, or a test in memory. */
export interface SocketTransport {
  open(url: string, handlers: SocketHandlers): Socket;
}
