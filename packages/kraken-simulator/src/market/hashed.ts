/** Chance that needs no state: uniform in [0, 1), the same for the same three whole numbers on every machine. */
export function hashed(seed: number, a: number, b: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(a | 0, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f) ^ Math.imul(Math.floor(a / 2 ** 32) | 0, 0x165667b1);
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ (b | 0), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x045d9f3b);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
