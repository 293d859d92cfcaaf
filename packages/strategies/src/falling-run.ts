/** Counts how long a series has been falling: whether its last `length` values are each below the one before. */
export class FallingRun {
  private readonly length: number;
  private last = Number.NaN;
  private run = 0;

  constructor(length: number) {
    this.length = length;
  }

  update(value: number): void {
    this.run = value < this.last ? this.run + 1 : 1;
    this.last = value;
  }

  get isFalling(): boolean {
    return this.run >= this.length;
  }
}
