import type { CandleColumns } from '@fathom/contracts';
import { CandleBuffer } from './candle-buffer.js';
import type { CandleChunks } from './candle-text.js';

const CHUNK_ROWS = 8192;

/** How many candles of the newer series were new, and how many took the place of one that was there. */
export interface MergeCounts {
  added: number;
  replaced: number;
}

/**
 * Two series in order of time become one; at equal times the newer one's candle wins. Candles without trades say
 * nothing and are left out. Chunks are used again, as those of `readCandles`.
 */
export async function* mergeCandles(
  older: CandleChunks,
  newer: CandleChunks,
  counts: MergeCounts = { added: 0, replaced: 0 },
): AsyncGenerator<CandleColumns, void, undefined> {
  const a = new Cursor(older);
  const b = new Cursor(newer);
  const merged = new CandleBuffer(CHUNK_ROWS);
  try {
    await a.advance();
    await b.advance();
    while (a.time < Number.POSITIVE_INFINITY || b.time < Number.POSITIVE_INFINITY) {
      const isBoth = a.time === b.time;
      const winner = a.time < b.time ? a : b;
      if (winner === b) {
        if (isBoth) counts.replaced++;
        else counts.added++;
      }
      merged.append(winner.columns, winner.row);
      // Only at the end of a chunk is there anything to wait for.
      if (!winner.step()) await winner.advance();
      if (isBoth && !a.step()) await a.advance();
      if (merged.length === merged.capacity) {
        yield merged;
        merged.length = 0;
      }
    }
    if (merged.length > 0) yield merged;
  } finally {
    await a.close();
    await b.close();
  }
}

/** Walks the candles of a series that hold trades. */
class Cursor {
  columns: CandleColumns = new CandleBuffer(0);
  row = -1;
  /** Of the candle at `row`; infinite behind the last. */
  time = Number.NEGATIVE_INFINITY;
  readonly #chunks: AsyncIterator<CandleColumns> | Iterator<CandleColumns>;

  constructor(chunks: CandleChunks) {
    this.#chunks = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  }

  /** To the next candle of this chunk, false when there is none. */
  step(): boolean {
    const { columns } = this;
    while (++this.row < columns.length) {
      if (columns.trades[this.row] === 0) continue;
      this.time = columns.openTime[this.row] ?? Number.NaN;
      return true;
    }
    return false;
  }

  /** To the first candle of the chunks that follow. */
  async advance(): Promise<void> {
    do {
      const next = await this.#chunks.next();
      if (next.done === true) {
        this.time = Number.POSITIVE_INFINITY;
        return;
      }
      this.columns = next.value;
      this.row = -1;
    } while (!this.step());
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
