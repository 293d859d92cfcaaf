import { at } from './at.js';
import { checkFinite, checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';

/** Read outside a block: in hot code, where `at` would be another call. */
const NONE = Number.NaN;

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

  update(value: number): number {
    checkFinite('value', value);
    return this.take(value);
  }

  /** As `update`, of a value known to be finite. @returns the output, NaN until ready */
  take(value: number): number {
    const { block } = this;
    const next = this.position + 1;
    block[this.position] = value;
    const head = Math.min(this.head, value);
    const current = Math.min(head, block[next] ?? NONE);
    this.head = head;
    this.current = current;
    this.position = next;
    if (next === this.warmup) this.turn();
    return current;
  }

  private turn(): void {
    const block = this.block;
    for (let i = this.warmup - 2; i > 0; i--) block[i] = Math.min(at(block, i), at(block, i + 1));
    this.position = 0;
    this.head = Number.POSITIVE_INFINITY;
  }
}
