import type { MetricDefinition } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { openPrometheus } from './prometheus.js';

const definitions: readonly MetricDefinition[] = [
  { name: 'open.order', kind: 'counter', help: 'Entry orders filled', labels: ['pair'] },
  { name: 'bottrade.profit', kind: 'sum', help: 'Profit', labels: [] },
  { name: 'equity', kind: 'gauge', help: 'Equity', labels: ['pair'] },
  { name: 'order.latency_ms', kind: 'histogram', help: 'Latency', labels: [], buckets: [10, 100] },
  { name: 'macd.macd', kind: 'histogram', help: 'MACD line', labels: [] },
];

/** Lines that are neither comments nor of the process. */
async function lines(tell: (metrics: Awaited<ReturnType<typeof openPrometheus>>) => void): Promise<string[]> {
  const metrics = await openPrometheus({ definitions });
  tell(metrics);
  const text = await metrics.text();
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('Prometheus', () => {
  it('reads counters, sums, gauges and histograms', async () => {
    const read = await lines((metrics) => {
      metrics.count('open.order', 1, { pair: 'BTC/USD', order: 'O-1', cur_price: 7915.5 });
      metrics.count('open.order', 1, { pair: 'BTC/USD', order: 'O-2' });
      metrics.count('bottrade.profit', 2.5);
      metrics.count('bottrade.profit', -4);
      metrics.gauge('equity', 100, { pair: 'BTC/USD' });
      metrics.gauge('equity', 90, { pair: 'BTC/USD' });
      metrics.histogram('order.latency_ms', 50);
      metrics.histogram('macd.macd', -3);
      metrics.histogram('macd.macd', 5);
    });
    expect(read).toEqual([
      'fathom_metrics_dropped_total 0',
      'fathom_open_order_total{pair="BTC/USD"} 2',
      'fathom_bottrade_profit -1.5',
      'fathom_equity{pair="BTC/USD"} 90',
      'fathom_order_latency_ms_bucket{le="10"} 0',
      'fathom_order_latency_ms_bucket{le="100"} 1',
      'fathom_order_latency_ms_bucket{le="+Inf"} 1',
      'fathom_order_latency_ms_sum 50',
      'fathom_order_latency_ms_count 1',
      'fathom_macd_macd_sum 2',
      'fathom_macd_macd_count 2',
      'fathom_macd_macd_last 5',
    ]);
  });

  it('says what figures mean', async () => {
    const metrics = await openPrometheus({ definitions });
    expect(await metrics.text()).toContain(
      '# HELP fathom_open_order_total Entry orders filled\n# TYPE fathom_open_order_total counter',
    );
    expect(metrics.contentType).toContain('text/plain');
  });

  it('takes figures nobody defined, a strategy of somebody else has its own', async () => {
    const read = await lines((metrics) => metrics.histogram('my.slope', 0.5, { pair: 'BTC/USD', order: 'O-1' }));
    expect(read).toContain('fathom_my_slope_last{pair="BTC/USD",bot_name="",bot_id=""} 0.5');
  });

  it('ignores what is not finite and a counter that falls', async () => {
    const read = await lines((metrics) => {
      metrics.gauge('equity', Number.NaN);
      metrics.count('open.order', -1);
      metrics.count('open.order', Number.POSITIVE_INFINITY);
      metrics.event({ title: 'Bot started', text: '', severity: 'info' });
    });
    expect(read.join('\n')).not.toMatch(/equity|open_order|NaN|Bot/);
  });

  it('keeps a bounded number of series, and says how many figures it did not keep', async () => {
    const read = await lines((metrics) => {
      for (let at = 0; at < 5_010; at += 1) metrics.gauge('equity', at, { pair: `P${at}` });
      metrics.gauge('new.name', 1);
      metrics.gauge('equity', 7, { pair: 'P0' });
    });
    expect(read.filter((line) => line.startsWith('fathom_equity'))).toHaveLength(5_000);
    expect(read).toContain('fathom_metrics_dropped_total 11');
    expect(read).toContain('fathom_equity{pair="P0"} 7');
  });

  it('tells of the process when asked', async () => {
    const metrics = await openPrometheus({ definitions: [], isWithProcess: true });
    expect(await metrics.text()).toMatch(/^process_resident_memory_bytes \d+$/m);
  });
});
