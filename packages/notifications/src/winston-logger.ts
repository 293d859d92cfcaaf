import type { createLogger as CreateLogger, Logger } from 'winston';
import { LEVELS, type Level } from './log-line.js';

/** Where winston reads an entry's level from (its package `triple-beam` defines the symbol). */
export const LEVEL: unique symbol = Symbol.for('level');

/** One entry on its way through winston: whole lines, ready to be written. */
export interface Entry {
  readonly level: Level;
  /** For files. */
  readonly message: string;
  /** For terminals. */
  readonly shown: string;
  /** How many lines `message` has. */
  readonly lines: number;
  readonly [LEVEL]: Level;
}

/** Handed through as it is: winston's own default would turn every entry into JSON. */
const asItIs = { transform: <T>(entry: T): T => entry };

/**
 * A winston logger that hands every entry to each of `receivers`, before `write` returns.
 * Only winston's core is loaded, and only here: its main entry also loads HTTP, file rotation and compression.
 */
export async function createWinston(receivers: readonly ((entry: Entry) => void)[]): Promise<Logger> {
  // @ts-expect-error winston declares types for its main entry only
  const core: { default: typeof CreateLogger } = await import('winston/lib/winston/create-logger.js');
  const { default: Transport } = await import('winston-transport');
  const transports = receivers.map(
    (receive) =>
      new Transport({
        log(entry: Entry, next: () => void) {
          receive(entry);
          next();
        },
      }),
  );
  return core.default({ levels: LEVELS, level: 'debug', format: asItIs, transports });
}
