import { at } from './at.js';
import { checkFinite, checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';

/** Read outside a block: in hot code, where `at` would be another call. */
const NONE = Number.NaN;

export interface SmaOptions {
  /** Inputs averaged, ≥ 1. */
  readonly period: number;
}

/**
 * Simple moving average: the mean of the last `period` inputs, in their unit. First value at index period − 1.
 *
 * Nothing is ever subtracted, so nothing drifts: the stream is cut into blocks of `period` inputs, and a
 * window is the tail of one block (sums made once, when it was complete) plus the head of the next.
 */
export class Sma implements Indicator<number, number> {
  readonly warmup: number;
  /** Up to the position: inputs of this block; after it: sums of the last block from there to its end. */
  private readonly block: Float64Array;
  private position = 0;
  private head = 0;
  private current = Number.NaN;

  /** @throws {RangeError} for a period that is not a whole number ≥ 1. */
  constructor(options: SmaOptions) {
    this.warmup = checkPeriod('period', options.period);
    // NaN stands for a block that never was, so the average is NaN until the first one is complete.
    this.block = new Float64Array(this.warmup + 1).fill(Number.NaN);
    this.block[this.warmup] = 0;
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
    const head = this.head + value;
    const current = (head + (block[next] ?? NONE)) / this.warmup;
    this.head = head;
    this.current = current;
    this.position = next;
    if (next === this.warmup) this.turn();
    return current;
  }

  private turn(): void {
    const block = this.block;
    for (let i = this.warmup - 2; i > 0; i--) block[i] = at(block, i) + at(block, i + 1);
    this.position = 0;
    this.head = 0;
  }
}
