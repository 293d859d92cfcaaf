import type { PartKind } from '../catalogue/part.js';
import type { RecordedPair } from '../recorded-pair.js';
import { dayNumber, dayOf } from './part-place.js';
import type { PlannedPart } from './planned-part.js';

interface Cut {
  planned: PlannedPart;
  day: number;
}

/** Tells records of a pair apart by the part they go into: one a UTC day and precision. The same in every reading. */
export class PartCuts {
  private readonly began: (planned: PlannedPart) => void;
  private readonly cuts = new Map<string, Cut>();

  /** @param began is told each new part, before its first record. */
  constructor(began: (planned: PlannedPart) => void) {
    this.began = began;
  }

  of(kind: PartKind, pair: RecordedPair, receivedUs: number): PlannedPart {
    const key = `${kind} ${pair.id}`;
    const last = this.cuts.get(key);
    const day = dayNumber(receivedUs);
    // A clock that was set back does not open yesterday's part again.
    if (last !== undefined && day <= last.day && isSame(last.planned.pair, pair)) return last.planned;
    const planned = {
      kind,
      pair,
      day: dayOf(Math.max(receivedUs, (last?.day ?? 0) * DAY_US)),
      number: (last?.planned.number ?? -1) + 1,
    };
    this.cuts.set(key, { planned, day: Math.max(day, last?.day ?? 0) });
    this.began(planned);
    return planned;
  }
}

const DAY_US = 86_400_000_000;

function isSame(a: RecordedPair, b: RecordedPair): boolean {
  return (
    a === b || (a.priceDecimals === b.priceDecimals && a.quantityDecimals === b.quantityDecimals && a.depth === b.depth)
  );
}
