import { UsageError } from '@fathom/contracts';

export interface EquityPoint {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** Quote units, open trades at their value. */
  readonly equity: number;
}

/**
 * A series kept in bounded memory: every point until `maxPoints`, then every second of all, every fourth …
 * Which points remain depends on their number alone, never on their values.
 */
export class ThinnedPoints {
  private readonly maxPoints: number;
  /** Time and value in turn. Memory not yet written costs nothing, so it is asked for at once. */
  private readonly kept: Float64Array;
  private length = 0;
  /** How many may be kept by now. It grows by doubling, though the memory is there: see `add`. */
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
    this.kept = new Float64Array(maxPoints * 2);
    this.capacity = Math.min(this.capacity, maxPoints);
    this.stride = 1;
  }

  /** Hot. It counts before it decides, so that V8 knows all of it long before a run is thinned for the first time. */
  add(time: number, value: number): void {
    const ahead = this.ahead - 1;
    this.ahead = ahead;
    if (ahead > 0) return;
    if (this.length === this.capacity) this.makeRoom();
    this.kept[this.length * 2] = time;
    this.kept[this.length * 2 + 1] = value;
    this.length += 1;
    this.ahead = this.stride;
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
    const { kept } = this;
    return Array.from({ length: this.length }, (_, i) => ({ time: kept[i * 2] ?? 0, equity: kept[i * 2 + 1] ?? 0 }));
  }

  /** More of it while there may be more, then every second point goes. */
  private makeRoom(): void {
    if (this.capacity === this.maxPoints) this.halve();
    else this.capacity = Math.min(this.capacity * 2, this.maxPoints);
  }

  private halve(): void {
    const half = this.maxPoints >> 1; // a shift, because a quotient would make every later index a double
    for (let from = 0; from < half; from += STEP) keepEverySecond(this.kept, from, Math.min(from + STEP, half));
    this.length = half;
    this.stride *= 2;
  }
}

/** Points moved by one call: one long loop would be compiled in its middle and that code thrown away at its end. */
const STEP = 256;

function keepEverySecond(kept: Float64Array, from: number, to: number): void {
  for (let i = from; i < to; i += 1) {
    kept[i * 2] = kept[i * 4] ?? 0;
    kept[i * 2 + 1] = kept[i * 4 + 1] ?? 0;
  }
}
