import type { Random } from '@fathom/contracts';

/**
 * Where a process can die. Before and after each call of a port, and around each answer it waits for: between two of
 * these nothing it does can be seen from outside, so dying anywhere between is dying at the earlier one. Timers and
 * frames are the instants at which it begins to do something.
 */
export type Point =
  | `${'append' | 'submit' | 'cancel' | 'amend' | 'find' | 'subscribe'} ${'before' | 'after'}`
  | 'request before'
  | 'request after'
  | 'answer before'
  | 'timer'
  | 'frame';

/** Decides whether a process dies at the point it has come to. */
export interface Fate {
  dies(point: Point): boolean;
}

/** Dies of nothing. */
export const IMMORTAL: Fate = { dies: () => false };

const CHANCES: Readonly<Partial<Record<Point, number>>> = {
  'append before': 0.02,
  'append after': 0.02,
  'request before': 0.004,
  'request after': 0.004,
  'answer before': 0.004,
  timer: 0.0005,
  frame: 0.0005,
};
const OF_A_PORT = 0.01;

/** Dies now and then, of anything. */
export function randomFate(random: Random): Fate {
  return { dies: (point) => random.next() < (CHANCES[point] ?? OF_A_PORT) };
}

/** Counts the points of a life that can be told apart from outside, and dies at one of them, once. */
export class CountedFate implements Fate {
  /** How many were passed. */
  passed = 0;
  private readonly deadly: number;

  /** @param deadly the number of the point to die at, counted from 0; none when left out. */
  constructor(deadly = -1) {
    this.deadly = deadly;
  }

  dies(point: Point): boolean {
    if (point === 'timer' || point === 'frame') return false;
    this.passed += 1;
    return this.passed - 1 === this.deadly;
  }
}
