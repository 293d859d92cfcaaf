import { UsageError } from '@fathom/contracts';
import { NumberRows } from './number-rows.js';

export interface EquityPoint {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** Quote units, open trades at their value. */
  readonly equity: number;
}

/** From this row on, points of the series are this many apart. */
interface Stretch {
  readonly row: number;
  readonly stride: number;
}

/**
 * A series of which few points are kept: every one until there are `maxPoints`, then every second, every fourth … Which
 * points remain depends on their number alone, never on their values. What was kept too closely is left where it is and
 * passed over when the series is read, so that a run never stops to thin: each doubling costs the memory of `maxPoints` / 2.
 */
export class ThinnedPoints {
  private readonly maxPoints: number;
  /** Time and value. */
  private readonly rows = new NumberRows(2);
  private readonly stretches: Stretch[] = [{ row: 0, stride: 1 }];
  /** Points that are read by now, and how many may be. The latter grows by doubling only for `keep`'s sake. */
  private length = 0;
  private capacity = 64;
  // It gets its first value in the constructor: a field set once counts as constant, and code that relies on it is thrown
  // away when the first thinning doubles it.
  private stride = 0;
  /** The next point kept is this many ahead; 1 is the very next. */
  private ahead = 1;

  /** @throws {UsageError} when `maxPoints` is not even and ≥ 2: halving must leave the next point in step. */
  constructor(maxPoints: number) {
    if (!(Number.isSafeInteger(maxPoints) && maxPoints >= 2 && maxPoints % 2 === 0)) {
      throw new UsageError(`maxPoints ${maxPoints} is not an even number of at least 2`);
    }
    this.maxPoints = maxPoints;
    this.capacity = Math.min(this.capacity, maxPoints);
    this.stride = 1;
  }

  add(time: number, value: number): void {
    this.ahead -= 1;
    if (this.ahead > 0) return;
    if (this.length === this.capacity) this.makeRoom();
    const { rows } = this;
    rows.addUpTo(1);
    rows.block[rows.at] = time;
    rows.block[rows.at + 1] = value;
    this.length += 1;
    this.ahead = this.stride;
  }

  /** Adds `values[i]` at `times[i] + delay`, i from 0 on. Comes to those alone that are kept. */
  addRows(times: Float64Array, delay: number, values: Float64Array): void {
    const { rows } = this;
    const { length } = times;
    let row = this.ahead - 1;
    while (row < length) {
      if (this.length === this.capacity) this.makeRoom();
      const { stride } = this;
      // Cut to a whole number at once: a quotient would make V8 throw this away when the first thinning makes one.
      const wanted = (((length - row - 1) / stride) | 0) + 1;
      const count = rows.addUpTo(Math.min(wanted, this.capacity - this.length));
      const { block, at } = rows;
      for (let i = at; i < at + 2 * count; i += 2) {
        block[i] = (times[row] ?? 0) + delay;
        block[i + 1] = values[row] ?? 0;
        row += stride;
      }
      this.length += count;
    }
    this.ahead = row - length + 1;
  }

  /** Points added, kept or not. */
  get count(): number {
    return this.length * this.stride - this.ahead + 1;
  }

  /** Whether the point added last is among the kept. */
  get endsWithNewest(): boolean {
    return this.length > 0 && this.ahead === this.stride;
  }

  toArray(): EquityPoint[] {
    const points: EquityPoint[] = [];
    const { rows } = this;
    for (const [i, { row: first, stride }] of this.stretches.entries()) {
      const end = this.stretches[i + 1]?.row ?? rows.length;
      const step = this.stride / stride;
      // Points are those whose number is a multiple of the stride; a stretch begins with number maxPoints / 2 of its own.
      const ahead = i === 0 ? 0 : (step - ((this.maxPoints / 2) % step)) % step;
      for (let row = first + ahead; row < end; row += step) {
        points.push({ time: rows.get(row, 0), equity: rows.get(row, 1) });
      }
    }
    return points;
  }

  /** V8 throws code away that comes to where it has never been, so this is called long before a run is thinned. */
  private makeRoom(): void {
    if (this.capacity < this.maxPoints) {
      this.capacity = Math.min(this.capacity * 2, this.maxPoints);
      return;
    }
    this.length = this.maxPoints >> 1; // a shift, because a quotient would make each later length a double
    this.stride *= 2;
    this.stretches.push({ row: this.rows.length, stride: this.stride });
  }
}
