import type { Metrics } from '@fathom/contracts';
import type { GapCause } from '@fathom/capture';
import { totalsOf, type View } from './view.js';

/** Names of what is sent once a second. Counters count what came since the last time. */
export class CollectorMetrics {
  readonly #metrics: Metrics;
  #before = { kept: 0, verified: 0, trades: 0, dropped: 0, bytes: 0 };
  readonly #gaps = new Map<GapCause, number>();

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  tell(view: View): void {
    const metrics = this.#metrics;
    const { books, soundBooks, kept, verified, trades, dropped, lagMs } = totalsOf(view);
    const now = { kept, verified, trades, dropped, bytes: view.writtenBytes };
    metrics.count('collector.messages', now.kept - this.#before.kept);
    metrics.count('collector.verified', now.verified - this.#before.verified);
    metrics.count('collector.trades', now.trades - this.#before.trades);
    metrics.count('collector.dropped', now.dropped - this.#before.dropped);
    metrics.count('collector.written_bytes', now.bytes - this.#before.bytes);
    this.#before = now;
    for (const [cause, count] of gapsByCause(view)) {
      metrics.count('collector.gaps', count - (this.#gaps.get(cause) ?? 0), { cause });
      this.#gaps.set(cause, count);
    }
    metrics.gauge('collector.books', books);
    metrics.gauge('collector.books_verified', soundBooks);
    metrics.gauge('collector.lag_ms', lagMs);
    metrics.gauge('collector.loop_lag_ms', view.loopLagMs);
    if (view.freeBytes !== undefined) metrics.gauge('collector.free_bytes', view.freeBytes);
  }
}

function gapsByCause({ figures }: View): Map<GapCause, number> {
  const sums = new Map<GapCause, number>();
  for (const { gaps } of figures) {
    for (const [cause, count] of gaps) if (cause !== 'start') sums.set(cause, (sums.get(cause) ?? 0) + count);
  }
  return sums;
}
