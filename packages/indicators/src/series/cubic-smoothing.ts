import { at } from '../at.js';

/**
 * Savitzky–Golay smoothing of order 3, straight from its definition: a cubic fitted by least squares to the
 * 2·half + 1 points around each point; near the edges, to the outermost 2·half + 1 points.
 */
export function cubicSmoothing(values: Float64Array, half: number): Float64Array {
  const size = 2 * half + 1;
  const projection = cubicProjection(half);
  return values.map((_, i) => {
    const from = Math.min(Math.max(i - half, 0), values.length - size);
    const row = projection[i - from] ?? [];
    const middle = at(values, from + half);
    return row.reduce((sum, weight, j) => sum + weight * (at(values, from + j) - middle), middle);
  });
}

/** Row i: how much each point of a stretch weighs in the fitted cubic's value at its point i. */
function cubicProjection(half: number): number[][] {
  const points = Array.from({ length: 2 * half + 1 }, (_, i) => (i - half) / half);
  const powers = points.map((x) => [1, x, x * x, x * x * x]);
  const normal = [0, 1, 2, 3].map((a) =>
    [0, 1, 2, 3].map((b) => powers.reduce((s, p) => s + (p[a] ?? 0) * (p[b] ?? 0), 0)),
  );
  const columns = powers.map((right) => solve(normal, right));
  return powers.map((left) => columns.map((column) => left.reduce((sum, x, k) => sum + x * (column[k] ?? 0), 0)));
}

/** Gauss–Jordan elimination; the matrix is symmetric and positive definite, so it needs no pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [pivot, pivotRow] of rows.entries()) {
    const scale = pivotRow[pivot] ?? 0;
    for (const [k, x] of pivotRow.entries()) pivotRow[k] = x / scale;
    for (const [i, row] of rows.entries()) {
      const factor = row[pivot] ?? 0;
      if (i !== pivot) for (const [k, x] of row.entries()) row[k] = x - factor * (pivotRow[k] ?? 0);
    }
  }
  return rows.map((row) => row.at(-1) ?? 0);
}
