import { verdict } from './verdict.js';
import { World, type WorldOptions } from './world.js';

/** Eight rough minutes: two calls in thirteen meet with trouble, everything has its calamities, processes die. */
const ROUGH = { minutes: 8, calls: 0.15, frames: 0.002, hasCalamities: true } as const;

export interface Trial {
  readonly seed: number;
  /** Which invariants do not hold, with what was expected and what was found; empty when all do. */
  readonly broken: Readonly<Record<string, readonly [expected: unknown, actual: unknown]>>;
  readonly orders: number;
  readonly crashes: number;
  /** Everything that was kept, as text: two lives of one seed have the same. */
  readonly story: string;
}

/** Lets one bot live through one seed's troubles, and judges it by the exchange's records. */
export async function trial(seed: number, options: Partial<WorldOptions> = {}): Promise<Trial> {
  const world = new World({ ...ROUGH, ...options, seed });
  await world.run();
  const { expected, actual, orders } = await verdict(world);
  const broken: Record<string, [unknown, unknown]> = {};
  for (const [name, value] of Object.entries(expected)) {
    const found: unknown = Object.entries(actual).find(([key]) => key === name)?.[1];
    if (JSON.stringify(found) !== JSON.stringify(value)) broken[name] = [value, found];
  }
  return { seed, broken, orders, crashes: world.crashes, story: JSON.stringify(world.store) };
}
