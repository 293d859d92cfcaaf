import { verdict } from './verdict.js';
import { World } from './world.js';

/** Minutes of trouble in a trial. */
const MINUTES = 12;

export interface Trial {
  readonly seed: number;
  /** Which invariants do not hold, with what was expected and what was found; empty when all do. */
  readonly broken: Readonly<Record<string, readonly [expected: unknown, actual: unknown]>>;
  readonly orders: number;
  readonly crashes: number;
}

/** Lets one bot live through one seed's troubles, and judges it by the exchange's records. */
export async function trial(seed: number): Promise<Trial> {
  const world = new World(seed);
  await world.run(MINUTES);
  const { expected, actual, orders } = await verdict(world);
  const broken: Record<string, [unknown, unknown]> = {};
  for (const [name, value] of Object.entries(expected)) {
    const found: unknown = Object.entries(actual).find(([key]) => key === name)?.[1];
    if (JSON.stringify(found) !== JSON.stringify(value)) broken[name] = [value, found];
  }
  return { seed, broken, orders, crashes: world.crashes };
}
