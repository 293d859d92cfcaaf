import type { Candle, CandleColumns } from '@fathom/contracts';

const NAMES = ['openTime', 'open', 'high', 'low', 'close'] as const;
type Kept = Record<(typeof NAMES)[number], Float64Array>;

/** Candles of a run, kept to be drawn: 40 bytes each, only when a page is asked for. */
export class KeptCandles {
  private columns: Kept = columnsOf(16_384);
  private length = 0;

  add(chunk: CandleColumns): void {
    while (this.length + chunk.length > this.columns.openTime.length) this.grow();
    for (const name of NAMES) this.columns[name].set(chunk[name].subarray(0, chunk.length), this.length);
    this.length += chunk.length;
  }

  addOne(candle: Candle): void {
    if (this.length === this.columns.openTime.length) this.grow();
    for (const name of NAMES) this.columns[name][this.length] = candle[name];
    this.length += 1;
  }

  /** Those that open at `start` (milliseconds since 1970 UTC) or later. */
  from(start: number): Kept {
    const first = this.columns.openTime.subarray(0, this.length).findIndex((time) => time >= start);
    const at = (name: (typeof NAMES)[number]) =>
      this.columns[name].subarray(first < 0 ? this.length : first, this.length);
    return { openTime: at('openTime'), open: at('open'), high: at('high'), low: at('low'), close: at('close') };
  }

  private grow(): void {
    const larger = columnsOf(this.columns.openTime.length * 2);
    for (const name of NAMES) larger[name].set(this.columns[name]);
    this.columns = larger;
  }
}

function columnsOf(rows: number): Kept {
  const column = () => new Float64Array(rows);
  return { openTime: column(), open: column(), high: column(), low: column(), close: column() };
}
