export interface Histogram {
  readonly bins: readonly number[];
  /** Where the first bin begins, and how wide each is. */
  readonly from: number;
  readonly width: number;
  /** Values from beyond, counted in the first and the last bin. */
  readonly below: number;
  readonly above: number;
}

const BINS = 41;

/**
 * Counts values in bins of one width over the middle 99 %; what lies outside is counted at the edge, so that one
 * extreme value does not press all others into one bar. 0 is always an edge of a bin where the range holds it.
 */
export function histogram(values: readonly number[]): Histogram {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const [low, high] = [at(0.005), at(0.995)];
  const width = Math.max((high - low) / (BINS - 2), 1e-6);
  const from = Math.floor(low / width) * width;
  const bins = Array.from({ length: BINS }, () => 0);
  let [below, above] = [0, 0];
  for (const value of values) {
    const bin = Math.floor((value - from) / width);
    if (bin < 0) below += 1;
    if (bin >= BINS) above += 1;
    const index = Math.min(BINS - 1, Math.max(0, bin));
    bins[index] = (bins[index] ?? 0) + 1;
  }
  return { bins, from, width, below, above };
}
