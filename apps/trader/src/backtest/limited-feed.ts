import { ownColumns } from '@fathom/candles';
import type { CandleColumns } from '@fathom/contracts';
import { limitedCall, STRATEGY_LIMIT_MS } from '../trade/limited-call.js';

/** Whoever plays candles. */
interface Player {
  feedColumns(columns: CandleColumns): void;
}

/** What a part is to take. */
const PART_MS = 1000;
const MOST_ROWS = 4096;

/**
 * Feeds candles to a backtest whose strategy may hang: in parts that take about a second each, and each so long and no
 * longer. One candle at first, since nobody knows how long the strategy thinks.
 */
export class LimitedFeed {
  private readonly name: string;
  private readonly stopwatch: () => number;
  private readonly limitMs: number;
  private rows = 1;

  /** @param name of the strategy @param stopwatch milliseconds since any moment */
  constructor(name: string, stopwatch: () => number, limitMs = STRATEGY_LIMIT_MS) {
    this.name = name;
    this.stopwatch = stopwatch;
    this.limitMs = limitMs;
  }

  /** @throws {StrategyHung} when a part takes too long. */
  feed(player: Player, columns: CandleColumns): void {
    for (let from = 0; from < columns.length; ) {
      const to = Math.min(from + this.rows, columns.length);
      const part = ownColumns(columns, from, to);
      const begun = this.stopwatch();
      limitedCall(this.name, this.limitMs, () => player.feedColumns(part));
      const took = Math.max(this.stopwatch() - begun, 0);
      // At most twice as many as before, because one part says little of the next.
      const wanted = Math.floor((PART_MS * (to - from)) / Math.max(took, 1e-3));
      this.rows = Math.max(1, Math.min(wanted, this.rows * 2, MOST_ROWS));
      from = to;
    }
  }
}
