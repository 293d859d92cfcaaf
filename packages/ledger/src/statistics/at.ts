/** The element at an index known to exist; NaN outside, so that a wrong index shows in every figure it touches. */
export function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}
