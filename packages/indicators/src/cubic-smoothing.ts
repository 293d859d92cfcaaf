import { at } from './at.js';

/**
 * Weights of the Savitzky–Golay filter of polynomial order 3 over 2·half + 1 points, from the middle outwards:
 * entry k belongs to the two points at distance k. Least squares over symmetric points has the closed form
 * 3·(3m² + 3m − 1 − 5k²) / ((2m − 1)(2m + 1)(2m + 3)), m = half (Savitzky & Golay 1964).
 */
export function cubicSmoothingWeights(half: number): Float64Array {
  const scale = 3 / ((2 * half - 1) * (2 * half + 1) * (2 * half + 3));
  return Float64Array.from({ length: half + 1 }, (_, k) => scale * (3 * half * half + 3 * half - 1 - 5 * k * k));
}

/** Polynomials orthogonal over x = −half … half (Gram's), degrees 0 to 3. */
function gram(half: number, x: number): Float64Array {
  const square = (half * (half + 1)) / 3;
  const cube = (3 * half * half + 3 * half - 1) / 5;
  return Float64Array.of(1, x, x * x - square, x * (x * x - cube));
}

/**
 * Fits one cubic by least squares to `values[from … from + 2·half]` and evaluates it on the points `first …
 * first + target.length − 1` of that stretch. Values are taken relative to the middle one, so a flat stretch
 * is reproduced exactly.
 */
export function fitCubic(values: Float64Array, from: number, half: number, first: number, target: Float64Array): void {
  const middle = at(values, from + half);
  const sums = new Float64Array(4);
  const norms = new Float64Array(4);
  for (let x = -half; x <= half; x++) {
    const basis = gram(half, x);
    const y = at(values, from + half + x) - middle;
    for (let degree = 0; degree < 4; degree++) {
      const p = at(basis, degree);
      sums[degree] = at(sums, degree) + p * y;
      norms[degree] = at(norms, degree) + p * p;
    }
  }
  for (let i = 0; i < target.length; i++) {
    const basis = gram(half, first + i - half);
    let y = middle;
    for (let degree = 0; degree < 4; degree++) {
      y += (at(basis, degree) * at(sums, degree)) / at(norms, degree);
    }
    target[i] = y;
  }
}
