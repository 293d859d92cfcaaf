import { type Computation, checkFinite, prepare } from './compute.js';
import type { TulipInput, TulipName, TulipOptions, TulipOutput } from './types.js';

export interface TulipWindow {
  /** Candles kept and recomputed over; ≥ the indicator's warm-up, default 500. */
  readonly window?: number;
}

/**
 * Any Tulip indicator fed one candle (or value) at a time, recomputed over a bounded window of the last ones.
 *
 * Cost: `update` only stores; reading `value` after it recomputes the window, about 0.1 µs for each
 * number that goes in or out: 50 to 130 µs for 500 candles, a thousand times a plain streaming indicator.
 *
 * Accuracy: exact while everything fed still fits the window. After that an indicator that remembers further
 * back starts afresh at the window's first candle. For exponential memories a window of 500 leaves nothing to
 * see (under 1e-8 for ema, macd, rsi, atr with customary periods). Sums over all time (ad, nvi, obv, pvi, wad)
 * are sums over the window, and decay forgets a peak that left it.
 */
export class TulipIndicator<Name extends TulipName> {
  /** Inputs until ready. */
  readonly warmup: number;
  readonly #computation: Computation;
  readonly #window: number;
  readonly #columns: readonly number[][];
  #outputs: readonly number[] | undefined;

  /** @throws {RangeError} for bad options, or a window that is not whole or shorter than the warm-up. */
  constructor(name: Name, options: TulipOptions<Name>, { window = 500 }: TulipWindow = {}) {
    this.#computation = prepare(name, options);
    this.warmup = this.#computation.start + 1;
    if (!Number.isInteger(window) || window < this.warmup) {
      throw new RangeError(`window ${window} is not a whole number of at least ${this.warmup}, what ${name} needs`);
    }
    this.#window = window;
    this.#columns = this.#computation.entry.inputs.map(() => []);
  }

  get isReady(): boolean {
    return (this.#columns[0]?.length ?? 0) >= this.warmup;
  }

  /** A number, or an object of numbers for several outputs; NaN until ready. */
  get value(): TulipOutput<Name, number> {
    const { outputs } = this.#computation.entry;
    const values = this.#last();
    const value = outputs.length === 1 ? values[0] : Object.fromEntries(outputs.map((name, i) => [name, values[i]]));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the catalog entry is where the type comes from
    return value as TulipOutput<Name, number>;
  }

  /** @throws {RangeError} when a number is not finite; the window is then unchanged. */
  update(input: TulipInput<Name>): void {
    const { inputs } = this.#computation.entry;
    const values = inputs.map((name, i) => numberOf(input, name, i));
    values.forEach((value, i) => checkFinite(inputs[i] ?? '', value));
    this.#columns.forEach((column, i) => {
      column.push(values[i] ?? Number.NaN);
      if (column.length > this.#window) column.shift();
    });
    this.#outputs = undefined;
  }

  #last(): readonly number[] {
    this.#outputs ??= this.#computation.compute(this.#columns).map((values) => values.at(-1) ?? Number.NaN);
    return this.#outputs;
  }
}

function numberOf(input: unknown, name: string, index: number): number {
  if (typeof input === 'number') return input;
  if (typeof input !== 'object' || input === null) return Number.NaN;
  const found: unknown = Array.isArray(input) ? input[index] : Reflect.get(input, name);
  return typeof found === 'number' ? found : Number.NaN;
}
