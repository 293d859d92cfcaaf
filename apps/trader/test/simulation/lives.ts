import { trial } from './trial.js';

/** Lives so many seeds, each once. */
export async function lives(from: number, seeds: number) {
  let [orders, crashes] = [0, 0];
  const broken: unknown[] = [];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const result = await trial(seed);
    if (Object.keys(result.broken).length > 0) broken.push({ seed, broken: result.broken });
    orders += result.orders;
    crashes += result.crashes;
  }
  return { orders, crashes, broken };
}
