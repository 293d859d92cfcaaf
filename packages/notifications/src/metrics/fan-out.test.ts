import type { Metrics } from '@fathom/contracts';
import { expect, it } from 'vitest';
import { fanOut, withTags } from './fan-out.js';

function recorder(): Metrics & { readonly told: unknown[] } {
  const told: unknown[] = [];
  const keep =
    (what: string) =>
    (...args: unknown[]) =>
      void told.push([what, ...args]);
  return { told, count: keep('count'), gauge: keep('gauge'), histogram: keep('histogram'), event: keep('event') };
}

const broken = new Proxy({} as Metrics, {
  get: () => () => {
    throw new Error('broken');
  },
});

it('tells every receiver everything, whatever becomes of one of them', () => {
  const first = recorder();
  const last = recorder();
  const all = withTags(fanOut([first, broken, last]), { pair: 'BTC/USD', bot_id: 197 });
  all.count('a', 2, { pair: 'ETH/USD' });
  all.gauge('b', 1);
  all.histogram('c', 3);
  all.event({ title: 'd', text: '', severity: 'info' });
  expect(first.told).toEqual([
    ['count', 'a', 2, { pair: 'ETH/USD', bot_id: 197 }],
    ['gauge', 'b', 1, { pair: 'BTC/USD', bot_id: 197 }],
    ['histogram', 'c', 3, { pair: 'BTC/USD', bot_id: 197 }],
    ['event', { title: 'd', text: '', severity: 'info', tags: { pair: 'BTC/USD', bot_id: 197 } }],
  ]);
  expect(last.told).toEqual(first.told);
});

it('counts one when no number is given', () => {
  const only = recorder();
  fanOut([only]).count('a');
  expect(only.told).toEqual([['count', 'a', 1, {}]]);
});
