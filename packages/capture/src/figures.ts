import type { Gap, GapCause } from './gap.js';

/** What came of one subscription since the capture began. Changes in place. */
export class Figures {
  readonly channel: Gap['channel'];
  readonly pair: string;
  /** Book messages or market trades that were kept. */
  kept = 0;
  /** Book messages of those: every checksum since the snapshot was right. Market trades: numbered without a hole. */
  verified = 0;
  /** A checksum since the snapshot was wrong. */
  suspect = 0;
  /** There was nothing to check against. */
  unverifiable = 0;
  /** Not kept for want of room. */
  dropped = 0;
  /** How often a new snapshot was asked for. */
  resyncs = 0;
  /** Gaps that lasted, by cause. */
  readonly gaps = new Map<GapCause, number>();
  /** How long all closed ones lasted, milliseconds. */
  gapMs = 0;
  openGap: Gap | undefined;
  /** Arrival of the last, milliseconds since 1970 UTC; undefined before the first. */
  lastAt: number | undefined;
  /** How long the last was on its way by both clocks, milliseconds. */
  lagMs = 0;

  constructor(channel: Gap['channel'], pair: string) {
    this.channel = channel;
    this.pair = pair;
  }
}

/** `Figures` for reading. */
export type CaptureFigures = Readonly<Omit<Figures, 'gaps'>> & { readonly gaps: ReadonlyMap<GapCause, number> };
