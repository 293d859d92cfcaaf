import type { Candle } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleColumns } from './candle-text.js';
import { mergeCandles } from './merge-candles.js';
import { allCandles } from './test-files.js';

function candle(minute: number, volume: number, trades = 1): Candle {
  return { openTime: minute * 60_000, open: 1, high: 1, low: 1, close: 1, volume, trades };
}

function hasTrades(each: Candle): boolean {
  return each.trades > 0;
}

/** A series cut into chunks of one array, used again as `readCandles` does. */
function* chunks(candles: readonly Candle[], size: number) {
  const columns = candleColumns(Array.from({ length: size }, () => candle(0, 0)));
  for (let at = 0; at < candles.length; at += size) {
    const part = candles.slice(at, at + size);
    part.forEach((each, row) => {
      columns.openTime[row] = each.openTime;
      columns.volume[row] = each.volume;
      columns.trades[row] = each.trades;
    });
    yield { ...columns, length: part.length };
  }
}

const series = (volume: number) =>
  fc
    .uniqueArray(fc.record({ minute: fc.nat(60), trades: fc.nat(3) }), { selector: ({ minute }) => minute })
    .map((rows) => rows.toSorted((a, b) => a.minute - b.minute).map((row) => candle(row.minute, volume, row.trades)));

describe('mergeCandles', () => {
  it('is the newer series with what the older has besides', async () => {
    await fc.assert(
      fc.asyncProperty(
        series(1),
        series(2),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        async (older, newer, a, b) => {
          const expected = new Map(older.filter(hasTrades).map((each) => [each.openTime, each]));
          const stored = expected.size;
          for (const each of newer.filter(hasTrades)) expected.set(each.openTime, each);
          const counts = { added: 0, replaced: 0 };
          const merged = await allCandles(mergeCandles(chunks(older, a), chunks(newer, b), counts));
          expect(merged).toEqual([...expected.values()].toSorted((x, y) => x.openTime - y.openTime));
          expect(counts.added).toBe(expected.size - stored);
          expect(counts.added + counts.replaced).toBe(newer.filter(hasTrades).length);
        },
      ),
    );
  });

  it('closes both series when it is left early', async () => {
    const closed: string[] = [];
    const watched = async function* (name: string) {
      try {
        for (let minute = 0; minute < 20_000; minute++) yield candleColumns([candle(minute, 1)]);
      } finally {
        closed.push(name);
      }
    };
    for await (const chunk of mergeCandles(watched('older'), watched('newer'))) {
      expect(chunk.length).toBe(8192);
      break;
    }
    expect(closed).toEqual(['older', 'newer']);
  });
});
