import { type BookSnapshot, type BookUpdate, Decimal, unitsText } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECEIVED_FROM_MS } from '../../testing/real-stream.js';
import { BITCOIN, testLog } from '../../testing/test-log.js';
import { QUIET } from '../quiet-sink.js';
import { readSegment } from './read-segment.js';

const PAIRS = 3;

/** What may happen: each of them again and again, in any order. */
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ type: fc.constant('update' as const), ...ofPair(), ticks: ticks() }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('snapshot' as const),
        ...ofPair(),
        ticks: ticks(),
        decimals: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 8 })),
      }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('trades' as const), ...ofPair() }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('gap' as const), ...ofPair() }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('flush' as const) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('rotate' as const) }) },
  ),
  { maxLength: 60 },
);

function ofPair() {
  return { pair: fc.integer({ min: 0, max: PAIRS - 1 }), late: fc.integer({ min: -5, max: 50 }) };
}

function ticks() {
  return fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 4 });
}

describe('what goes into a segment log', () => {
  it('comes back, whatever happens between, each once and to the digit', () => {
    fc.assert(
      fc.property(steps, (all) => {
        // After almost every write the books are put in again.
        const { log, paths } = testLog({ markBytes: 1 });
        const pairs = Array.from({ length: PAIRS }, (_, number) => {
          const pair = { ...BITCOIN, id: `P${number}`, name: `P${number}/USD` };
          const book = new OrderBook(25);
          return { pair, book, recorder: log.record(pair, book), decimals: [1, 8] as readonly [number, number] };
        });
        const sent: unknown[][] = pairs.map(() => []);
        let now = RECEIVED_FROM_MS;
        for (const step of all) {
          if (step.type === 'flush') log.flush();
          else if (step.type === 'rotate') log.rotate();
          else {
            const one = pairs[step.pair];
            if (one === undefined) throw new Error('no pair');
            now += step.late;
            const common = { pair: one.pair.name, time: now - 3, receivedAt: now };
            const told = sent[step.pair] ?? [];
            if (step.type === 'gap') {
              const gap = {
                channel: 'book',
                cause: 'silence',
                fromUs: now * 1000,
                toUs: now * 1000,
                detail: '',
              } as const;
              one.recorder.gap(gap);
              told.push(gap);
            } else if (step.type === 'trades') {
              const trades = [{ time: now, price: 1.5, quantity: Decimal.ONE, id: told.length }];
              one.recorder.trades({ type: 'market-traded', isSnapshot: false, ...common, trades });
              told.push({ receivedUs: now * 1000, id: told.length });
            } else {
              if (step.type === 'snapshot') one.decimals = step.decimals;
              const event = messageOf(step.type, step.ticks, one.decimals, common);
              const state = one.book.apply({ ...event, checksum: undefined });
              one.recorder.book(event, state);
              told.push({ state, event });
            }
          }
        }
        log.flush();
        const read: unknown[][] = pairs.map(() => []);
        const ofId = (id: string) => read[Number(id.slice(1))] ?? [];
        for (const path of paths()) {
          const { damage } = readSegment(path, {
            ...QUIET,
            book: (record) => {
              if (record.kind === 'checkpoint') return;
              ofId(record.pair.id).push({ state: record.state, event: record.toEvent() });
            },
            trades: ({ pair, receivedUs, trades }) => ofId(pair.id).push({ receivedUs, id: trades[0]?.id }),
            gap: (pair, gap) => ofId(pair.id).push(gap),
          });
          expect(damage).toBeUndefined();
        }
        expect(read).toEqual(sent);
      }),
      { numRuns: 60 },
    );
  });
});

function messageOf(
  type: 'update' | 'snapshot',
  prices: readonly number[],
  [priceDecimals, quantityDecimals]: readonly [number, number],
  common: { readonly pair: string; readonly time: number; readonly receivedAt: number },
): BookSnapshot | BookUpdate {
  const levels = [...new Set(prices)].map((tick) => ({
    price: unitsText(tick, priceDecimals),
    quantity: unitsText(tick * 3, quantityDecimals),
  }));
  return { ...common, type: `book-${type}`, depth: 25, bids: levels, asks: [], checksum: 7 };
}
