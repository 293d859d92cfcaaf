/**
 * The time of day with microseconds. The system's clock counts whole milliseconds to us and may be set, the stopwatch
 * counts finer and drifts: within each millisecond of the one, this is the other.
 */
export function fineClock(wall = Date.now, stopwatch = () => performance.now()): () => number {
  let offset = Number.NaN;
  return () => {
    const coarse = wall();
    const ticks = stopwatch();
    const fine = ticks + offset;
    if (fine >= coarse && fine < coarse + 1) return fine;
    offset = coarse - ticks;
    return coarse;
  };
}
