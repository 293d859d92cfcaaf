const cell = new BigUint64Array(1);
const halves = new Uint32Array(cell.buffer);
cell[0] = 1n;
const LOW = halves[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/**
 * Number(units). The detour for 0 … 2^53 − 1 costs a third to a seventh of Number(bigint), which V8 does
 * not inline, and a market trade is worth no more than a hundred nanoseconds.
 */
export function numberOf(units: bigint): number {
  if (BigInt.asUintN(53, units) !== units) return Number(units);
  cell[0] = units;
  return (halves[HIGH] ?? Number.NaN) * 2 ** 32 + (halves[LOW] ?? Number.NaN);
}
