/** 64 KiB: a heap that has nothing else to do is collected every fifty chunks. */
const WEIGHT: readonly number[] = Array.from({ length: 8192 }, () => 0);

/**
 * Makes V8 collect in time. To it a chunk of DuckDB's is a handful of small objects, with which a fifth of a megabyte goes
 * that it does not see; when a reader makes little else, hundreds of them wait to be collected, and who reads for long
 * takes 190 MB instead of 120. So something V8 does see is thrown away with each chunk.
 */
export class Ballast {
  /** Kept until the next one, or the compiler would see that nobody needs it. */
  protected weight: readonly number[] = [];

  drop(): void {
    this.weight = WEIGHT.slice();
  }
}
