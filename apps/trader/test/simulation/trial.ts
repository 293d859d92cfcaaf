import { type Verdict, verdict } from '../proofs/verdict.js';
import { World, type WorldOptions } from './world.js';

/** Eight rough minutes: two calls in thirteen meet with trouble, everything has its calamities, processes die. */
const ROUGH = { minutes: 8, calls: 0.15, frames: 0.002, hasCalamities: true } as const;

export interface Trial extends Verdict {
  readonly seed: number;
  readonly crashes: number;
  /** Everything that was kept, as text: two lives of one seed have the same. */
  readonly story: string;
}

/** Lets one bot live through one seed's troubles, and judges it by the exchange's records. */
export async function trial(seed: number, options: Partial<WorldOptions> = {}): Promise<Trial> {
  const world = new World({ ...ROUGH, ...options, seed });
  await world.run();
  const { broken, orders } = verdict(await world.evidence(), { mayDouble: options.hasDuplicates === true });
  return { seed, broken, orders, crashes: world.crashes, story: JSON.stringify(world.store) };
}
