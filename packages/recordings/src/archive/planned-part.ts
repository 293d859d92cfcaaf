import type { PartKind } from '../catalogue/part.js';
import type { RecordedPair } from '../recorded-pair.js';

/** A part that a segment will become. */
export interface PlannedPart {
  readonly kind: PartKind;
  readonly pair: RecordedPair;
  readonly day: string;
  /** Its place among the segment's parts of the pair and kind. */
  readonly number: number;
}

/** Frames are of no pair. */
export const NOBODY: RecordedPair = { name: '', id: '', depth: 0, priceDecimals: 0, quantityDecimals: 0 };
