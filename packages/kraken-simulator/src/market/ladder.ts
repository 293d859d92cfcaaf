import type { BookLevel } from '@fathom/contracts';

/** What one side of a made-up book looks like. */
export interface LadderOptions {
  /** Levels shown, the best included. */
  readonly levels: number;
  /** −1 for bids, which go down from the best price; 1 for asks. */
  readonly direction: 1 | -1;
  readonly priceText: (ticks: number) => string;
  /** Base units at a rung, always the same for the same price. */
  readonly quantityText: (ticks: number) => string;
  /** How no quantity is written: `0.00000000`. */
  readonly zeroText: string;
}

/**
 * One side of a book that is made up: the best price, and behind it the multiples of a gap. A new best price changes only
 * the rungs it passes, however deep the book is.
 */
export class Ladder {
  readonly #options: LadderOptions;
  #best: number | undefined;
  #gap = 1;

  constructor(options: LadderOptions) {
    this.#options = options;
  }

  /**
   * Moves the best price there; returns the levels that change, all of them when `gap` (in ticks) has changed: first what
   * is set, from the best on, then what is taken away, from the worst on. In that order the best levels change least.
   */
  move(best: number, bestQuantity: string, gap: number): BookLevel[] {
    const { direction, priceText, quantityText, zeroText } = this.#options;
    const before = this.#best;
    const was = before === undefined ? undefined : this.#rungs(before, this.#gap);
    const is = this.#rungs(best, gap);
    const isSameGap = gap === this.#gap;
    const set: number[] = [];
    const taken: number[] = [];
    each(is, isSameGap ? was : undefined, (ticks) => set.push(ticks));
    if (before !== undefined && was !== undefined) {
      // The old best price may be one of the rungs now, and the new one have been one before.
      if (contains(is, before)) set.push(before);
      else if (before !== best) taken.push(before);
      each(was, isSameGap ? is : undefined, (ticks) => {
        if (ticks !== best && !contains(is, ticks)) taken.push(ticks);
      });
    }
    this.#best = best;
    this.#gap = gap;
    const rungs = [...new Set(set)].toSorted((a, b) => direction * (a - b));
    return [
      { price: priceText(best), quantity: bestQuantity },
      ...rungs.map((ticks) => ({ price: priceText(ticks), quantity: quantityText(ticks) })),
      ...taken
        .toSorted((a, b) => direction * (b - a))
        .map((ticks) => ({ price: priceText(ticks), quantity: zeroText })),
    ];
  }

  /** Multiples of the gap strictly behind the best, never below one tick. */
  #rungs(best: number, gap: number): Rungs {
    const { direction, levels } = this.#options;
    const first = direction === 1 ? Math.floor(best / gap) + 1 : Math.ceil(best / gap) - 1;
    const last = first + direction * (levels - 2);
    return { gap, from: Math.max(1, Math.min(first, last)), to: Math.max(first, last) };
  }
}

/** Whole multiples of `gap` from `from` to `to`, both included; none when `to` is less. */
interface Rungs {
  readonly gap: number;
  readonly from: number;
  readonly to: number;
}

/** Calls with the ticks of every rung that is not in `except`, without visiting those that are. */
function each(rungs: Rungs, except: Rungs | undefined, visit: (ticks: number) => void): void {
  const isApart = except === undefined || except.from > rungs.to || except.to < rungs.from;
  const stop = isApart ? rungs.to : except.from - 1;
  for (let rung = rungs.from; rung <= stop; rung += 1) visit(rung * rungs.gap);
  if (isApart) return;
  for (let rung = Math.max(rungs.from, except.to + 1); rung <= rungs.to; rung += 1) visit(rung * rungs.gap);
}

function contains(rungs: Rungs, ticks: number): boolean {
  const rung = ticks / rungs.gap;
  return Number.isInteger(rung) && rung >= rungs.from && rung <= rungs.to;
}
