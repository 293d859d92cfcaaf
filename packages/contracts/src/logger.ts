/** A piece of a log line; its role decides its colour on a terminal, unknown roles have none. */
export interface LogSegment {
  readonly text: string;
  readonly role?: string | undefined;
}

/** What a log is told: a text, or pieces that can be coloured. */
export type LogMessage = string | readonly LogSegment[];

/** What a line is about, for programs that read the log: `trade`, `order`, `pair` … */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where lines for people and for later go. No method throws or waits. */
export interface Logger {
  debug(message: LogMessage, fields?: LogFields): void;
  info(message: LogMessage, fields?: LogFields): void;
  warn(message: LogMessage, fields?: LogFields): void;
  error(message: LogMessage, fields?: LogFields): void;
  critical(message: LogMessage, fields?: LogFields): void;
}
