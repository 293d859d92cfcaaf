import type { RecordedPair } from '../recorded-pair.js';

/** What stands in a part of the archive. */
export type PartKind = 'book' | 'trades' | 'frames';

/** A file of the archive: what one segment holds of one pair, one UTC day and one precision. */
export interface Part {
  /** Relative to the recording's folder; unique. */
  readonly path: string;
  readonly kind: PartKind;
  /** The pair's id; empty for frames. */
  readonly pair: string;
  /** `BTC/USD`; empty for frames. */
  readonly name: string;
  /** `2026-11-29`, by the time of receipt, UTC. */
  readonly day: string;
  readonly depth: number;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** Times of receipt, microseconds since 1970 UTC. */
  readonly firstUs: number;
  readonly lastUs: number;
  /** Checkpoints are not counted. */
  readonly messages: number;
  /** Book messages by state; trades are verified when they are numbered without a hole, so all are unverifiable here. */
  readonly verified: number;
  readonly suspect: number;
  readonly unverifiable: number;
  readonly rows: number;
  /** Rows whose digits are kept as text. */
  readonly textRows: number;
  readonly bytes: number;
  /** `ContentDigest` of its books; 0 for others. */
  readonly digest: number;
  /** Of the file, hexadecimal. */
  readonly sha256: string;
}

/** The pair a part is of. */
export function pairOf({ name, pair, depth, priceDecimals, quantityDecimals }: Part): RecordedPair {
  return { name, id: pair, depth, priceDecimals, quantityDecimals };
}
