import { CountedFate } from './fate.js';
import { type Trial, trial } from './trial.js';

/** Three minutes with a share of bad answers: entries, stops, exits, cancellations and a search or two. */
const SHORT = { minutes: 3, calls: 0.1, frames: 0.002, hasCalamities: false } as const;

export interface EveryPoint {
  /** Points of the life at which it was killed, one life each. */
  readonly points: number;
  /** Of all lives. */
  readonly orders: number;
  readonly broken: readonly { readonly point: number; readonly trial: Trial }[];
}

/**
 * Counts the points at which one life could end, then lives it once for each of them and dies there: nothing that was
 * written down or sent is left to chance. Until its death each of these lives is the first one again.
 */
export async function everyPoint(seed: number): Promise<EveryPoint> {
  const whole = new CountedFate();
  await trial(seed, { ...SHORT, fate: whole });
  const broken: { point: number; trial: Trial }[] = [];
  let orders = 0;
  for (let point = 0; point < whole.passed; point += 1) {
    const life = await trial(seed, { ...SHORT, fate: new CountedFate(point) });
    if (life.crashes !== 1) throw new Error(`seed ${seed} did not die at point ${point} of ${whole.passed}`);
    orders += life.orders;
    if (Object.keys(life.broken).length > 0) broken.push({ point, trial: life });
  }
  return { points: whole.passed, orders, broken };
}
