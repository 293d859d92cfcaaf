/** Numbers oldest first. */
export type Series = Float64Array | readonly number[];

/** Candle columns; only the first `length` rows count when it is given, otherwise all must be equally long. */
interface Columns {
  readonly length?: number;
}

/** The columns parabolic SAR needs. The candle columns of a file fit. */
export interface HighLowColumns extends Columns {
  readonly high: Series;
  readonly low: Series;
}

/** The columns range indicators need. */
export interface HighLowCloseColumns extends HighLowColumns {
  readonly close: Series;
}

/** The columns volume indicators need. */
export interface CloseVolumeColumns extends Columns {
  readonly close: Series;
  readonly volume: Series;
}

/**
 * @returns the first `length` numbers; a view, not a copy, of a Float64Array.
 * @throws {RangeError} when there are fewer, or one of them is not finite.
 */
export function column(name: string, values: Series, length = values.length): Float64Array {
  if (values.length < length) throw new RangeError(`${name} has ${values.length} of ${length} values`);
  const numbers =
    values instanceof Float64Array ? values.subarray(0, length) : Float64Array.from(values).subarray(0, length);
  for (let i = 0; i < numbers.length; i++) {
    if (!Number.isFinite(numbers[i])) throw new RangeError(`${name}[${i}] ${numbers[i]} is not a finite number`);
  }
  return numbers;
}

/** @throws {RangeError} when columns given without a `length` differ in theirs. */
export function rows(columns: Columns, ...named: ReadonlyArray<readonly [string, Series]>): number {
  const length = columns.length ?? named[0]?.[1].length ?? 0;
  for (const [name, values] of named) {
    if (columns.length === undefined && values.length !== length) {
      throw new RangeError(`${name} has ${values.length} values, not ${length} like ${named[0]?.[0]}`);
    }
  }
  return length;
}

/** A column of `length` NaN, the value before an indicator is ready. */
export function blank(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN);
}
