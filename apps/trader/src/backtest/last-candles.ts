import { ownColumns } from '@fathom/candles';
import type { CandleColumns } from '@fathom/contracts';

/** Keeps the last so many candles of a series, in memory for about so many. */
export class LastCandles {
  readonly #count: number;
  #chunks: CandleColumns[] = [];
  #kept = 0;

  constructor(count: number) {
    this.#count = count;
  }

  /** Takes the columns' rows from `from` to before `to`; the columns may be used again afterwards. */
  add(columns: CandleColumns, from: number, to: number): void {
    const chunk = rows(columns, Math.max(from, to - this.#count), to);
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#kept += chunk.length;
    while (this.#kept - (this.#chunks[0]?.length ?? this.#kept) >= this.#count) {
      this.#kept -= this.#chunks.shift()?.length ?? 0;
    }
  }

  /** Gives the last `count` candles, or as many as there were, oldest first, and is empty. */
  take(): CandleColumns[] {
    const chunks = this.#chunks;
    const [oldest] = chunks;
    if (oldest !== undefined) chunks[0] = rows(oldest, Math.max(this.#kept - this.#count, 0), oldest.length);
    this.#chunks = [];
    this.#kept = 0;
    return chunks;
  }
}

/** A copy of the rows from `from` to before `to`. */
export function rows(columns: CandleColumns, from: number, to: number): CandleColumns {
  return ownColumns(columns, from, Math.max(to, from));
}
