/** A failure a program can tell apart by its `code`; the message is one line and carries the offending value. */
export class FathomError extends Error {
  /** Stable kebab-case identifier. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** What a user asked for cannot be done as asked: an unknown name, a value out of range, a contradiction. */
export class UsageError extends FathomError {
  constructor(message: string, options?: ErrorOptions) {
    super('usage', message, options);
  }
}

/** Market data that cannot be trusted: malformed, out of order, truncated. */
export class DataError extends FathomError {
  constructor(message: string, options?: ErrorOptions) {
    super('data', message, options);
  }
}
