/** Rows that a block holds: 1024 trades are 144 KiB. */
const BLOCK = 1024;

/**
 * Rows of equally many numbers, added one after the other. They lie in blocks that stay where they are: a list that grows
 * would copy all of them again and again.
 */
export class NumberRows {
  length = 0;
  /** Where the newest row lies: its numbers are written to `block[at]`, `block[at + 1]` … */
  block = new Float64Array(0);
  at = 0;
  private end = 0;
  private readonly width: number;
  private readonly blocks: Float64Array[] = [];

  /** @param width numbers of a row */
  constructor(width: number) {
    this.width = width;
  }

  /** Makes room for rows that lie one after the other from `at` in `block` on. @returns how many, at least one. */
  addUpTo(wanted: number): number {
    if (this.end >= this.block.length) this.addBlock();
    const { end, width } = this;
    const count = Math.min(wanted, (this.block.length - end) / width);
    this.at = end;
    this.end = end + count * width;
    this.length += count;
    return count;
  }

  /** NaN outside. */
  get(row: number, column: number): number {
    // A block has more rows than were added.
    if (row >= this.length) return Number.NaN;
    return this.blocks[Math.floor(row / BLOCK)]?.[(row % BLOCK) * this.width + column] ?? Number.NaN;
  }

  private addBlock(): void {
    this.block = new Float64Array(this.width * BLOCK);
    this.blocks.push(this.block);
    this.end = 0;
  }
}
