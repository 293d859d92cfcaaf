import { Decimal } from '@fathom/contracts';
import { hashed } from './hashed.js';

const PARTS = 2 ** 30;

/**
 * Cuts `whole` units × 10^-scale into `count` parts of at least one unit that sum up to exactly it; when there are
 * fewer units than parts, every part is one unit. Parts are between nothing and twice the mean.
 */
export function* shares(whole: Decimal, scale: number, count: number, seed: number): Generator<Decimal> {
  const units = BigInt(whole.toFixed(scale).replace('.', ''));
  const free = units > BigInt(count) ? units - BigInt(count) : 0n;
  let given = 0n;
  for (let part = 1; part <= count; part += 1) {
    const cut = part === count ? PARTS : Math.floor(((part - 1 + hashed(seed, part, 7)) / count) * PARTS);
    const upTo = (free * BigInt(cut)) / BigInt(PARTS);
    yield Decimal.of(upTo - given + 1n, scale);
    given = upTo;
  }
}
