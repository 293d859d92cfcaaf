/**
 * Why something may be missing.
 * - `start`: recording had begun, data had not yet come. `stop`: nobody was recording. `crash`: the recorder had died.
 * - `mismatch`: a checksum was wrong. `disconnect`: the connection was lost. `silence`: nothing came that should have.
 * - `refusal`: the exchange would not serve it. `back-pressure`: there was no room for what came.
 * - `unreadable`: a message was none. `hole`: the exchange's own numbers show that something is missing.
 */
export const GAP_CAUSES = [
  'start',
  'stop',
  'crash',
  'mismatch',
  'disconnect',
  'silence',
  'refusal',
  'back-pressure',
  'unreadable',
  'hole',
] as const;

export type GapCause = (typeof GAP_CAUSES)[number];

/** A stretch of time in which messages of a pair may be missing, or cannot be trusted. */
export interface Gap {
  readonly channel: 'book' | 'market-trades';
  readonly cause: GapCause;
  /** The last moment at which all was well, microseconds since 1970 UTC by our clock. */
  readonly fromUs: number;
  /** When it was well again, in the same unit. */
  readonly toUs: number;
  /** One line for people; empty when there is nothing to add. */
  readonly detail: string;
}
