import type { CaptureFigures } from '@fathom/capture';
import type { Metrics, MetricTags } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { CollectorMetrics } from './collector-metrics.js';
import type { View } from './view.js';

class Remembered implements Metrics {
  sent: string[] = [];

  count(name: string, delta = 1, tags: MetricTags = {}): void {
    const { cause } = tags;
    this.sent.push(`${name} +${delta}${cause === undefined ? '' : ` ${cause}`}`);
  }

  gauge(name: string, value: number): void {
    this.sent.push(`${name} =${value}`);
  }

  histogram(): void {}

  event(): void {}
}

function view(kept: number, mismatches: number): View {
  const figures: CaptureFigures = {
    channel: 'book',
    pair: 'BTC/USD',
    kept,
    verified: kept - 1,
    suspect: 1,
    unverifiable: 0,
    dropped: 0,
    resyncs: 0,
    gaps: new Map([
      ['start', 1],
      ['mismatch', mismatches],
    ]),
    gapMs: 0,
    openGap: undefined,
    lastAt: 1,
    lagMs: 24,
  };
  return {
    exchange: 'Kraken',
    folder: '',
    startedAt: 0,
    now: 1,
    figures: [figures, { ...figures, channel: 'market-trades', kept: 3 }],
    rates: [1, 1],
    writtenBytes: kept * 10,
    freeBytes: undefined,
    loopLagMs: 2,
    notes: [],
  };
}

describe('figures for dashboards', () => {
  it('count what came since the last time, gaps by cause, and tell how it is', () => {
    const metrics = new Remembered();
    const collector = new CollectorMetrics(metrics);
    collector.tell(view(100, 1));
    metrics.sent = [];
    collector.tell(view(140, 2));
    expect(metrics.sent).toEqual([
      'collector.messages +40',
      'collector.verified +40',
      'collector.trades +0',
      'collector.dropped +0',
      'collector.written_bytes +400',
      'collector.gaps +2 mismatch',
      'collector.books =1',
      'collector.books_verified =1',
      'collector.lag_ms =24',
      'collector.loop_lag_ms =2',
    ]);
  });
});
