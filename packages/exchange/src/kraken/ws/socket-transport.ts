/** What a socket tells its owner; never before `open` has returned, never after `close` or `terminate`. */
export interface SocketHandlers {
  opened(): void;
  /** One frame as text; bytes that are no text arrive as replacement characters. */
  received(frame: string): void;
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
