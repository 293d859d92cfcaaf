import { everyPoint } from './every-point.js';
import { trial } from './trial.js';

/** What one seed came to. */
export interface Judged {
  readonly seed: number;
  readonly lives: number;
  readonly orders: number;
  readonly crashes: number;
  /** One line for each life in which an invariant did not hold. */
  readonly broken: readonly string[];
}

export type Way = 'random' | 'every-point';

/** Lives one seed, or as many lives of it as there are points to die at. */
export async function judge(seed: number, way: Way): Promise<Judged> {
  if (way === 'random') {
    const { broken, orders, crashes } = await trial(seed);
    const isBroken = Object.keys(broken).length > 0;
    return { seed, lives: 1, orders, crashes, broken: isBroken ? [JSON.stringify(broken)] : [] };
  }
  const { points, orders, broken } = await everyPoint(seed);
  return {
    seed,
    lives: points,
    orders,
    crashes: points,
    broken: broken.map(({ point, trial: life }) => `point ${point} ${JSON.stringify(life.broken)}`),
  };
}
