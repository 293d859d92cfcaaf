import { at } from './at.js';
import { checkFinite, checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';

export interface LowestOptions {
  /** Inputs looked back on, the newest included; ≥ 1. */
  readonly period: number;
}

/**
 * The smallest of the last `period` inputs, first value at index period − 1: fed lows, the lowest low.
 * Amortised O(1) by blocks, the way `Sma` does it: the minimum of one block's tail and the next block's head.
 */
export class Lowest implements Indicator<number, number> {
  readonly warmup: number;
  /** Up to the position: inputs of this block; after it: minima of the last block from there to its end. */
  private readonly block: Float64Array;
  private position = 0;
  private head = Number.POSITIVE_INFINITY;
  private current = Number.NaN;

  /** @throws {RangeError} for a period that is not a whole number ≥ 1. */
  constructor(options: LowestOptions) {
    this.warmup = checkPeriod('period', options.period);
    this.block = new Float64Array(this.warmup + 1).fill(Number.NaN);
    this.block[this.warmup] = Number.POSITIVE_INFINITY;
  }

  get isReady(): boolean {
    return !Number.isNaN(this.current);
  }

  get value(): number {
    return this.current;
  }

  update(value: number): void {
    checkFinite('value', value);
    const block = this.block;
    const position = this.position;
    block[position] = value;
    this.head = Math.min(this.head, value);
    this.current = Math.min(this.head, at(block, position + 1));
    this.position = position + 1;
    if (this.position === this.warmup) this.turn();
  }

  private turn(): void {
    const block = this.block;
    for (let i = this.warmup - 2; i > 0; i--) block[i] = Math.min(at(block, i), at(block, i + 1));
    this.position = 0;
    this.head = Number.POSITIVE_INFINITY;
  }
}
