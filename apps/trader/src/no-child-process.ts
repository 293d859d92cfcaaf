/** Stands in for `node:child_process` in the bundle: see tsup.config.ts. */
export function spawn(): never {
  throw new Error('the trader starts no programs');
}
