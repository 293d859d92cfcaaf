import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Candle, DataError } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleColumns } from './candle-text.js';
import { readCandles } from './read-candles.js';
import { allCandles, KRAKEN_ROWS, newFile, newFolder } from './test-files.js';
import { writeCandles } from './write-candles.js';

const CANDLE: Candle = { openTime: 1609459200000, open: 10, high: 12, low: 9, close: 11, volume: 1.5, trades: 3 };

async function written(...candles: Candle[]): Promise<string> {
  const path = join(newFolder(), 'out.csv');
  await writeCandles(path, [candleColumns(candles)]);
  return readFileSync(path, 'utf8');
}

describe('writeCandles', () => {
  it('gives back the bytes of the shipped Kraken file', async () => {
    const shipped = new URL('../../../data/kraken/XBTUSD_60.csv.gz', import.meta.url);
    const path = join(newFolder(), 'XBTUSD_60.csv');
    await writeCandles(path, readCandles(shipped.pathname));
    expect(readFileSync(path).equals(gunzipSync(readFileSync(shipped)))).toBe(true);
  });

  it('gives back the bytes of early rows, but for a round ten, which Kraken writes as 1E+1', async () => {
    const path = join(newFolder(), 'XBTUSD_60.csv');
    await writeCandles(path, readCandles(newFile('XBTUSD_60.csv', KRAKEN_ROWS)));
    expect(readFileSync(path, 'utf8')).toBe(KRAKEN_ROWS.replace(',1E+1,', ',10,'));
  });

  it('writes prices with a point, volumes without a needless one, and never an exponent', async () => {
    expect(await written(CANDLE)).toBe('1609459200,10.0,12.0,9.0,11.0,1.5,3\n');
    expect(await written({ ...CANDLE, volume: 2 })).toBe('1609459200,10.0,12.0,9.0,11.0,2,3\n');
    expect(await written({ ...CANDLE, volume: 1e-8, high: 1e21, low: 2e-7 })).toBe(
      '1609459200,10.0,1000000000000000000000.0,0.0000002,11.0,0.00000001,3\n',
    );
  });

  it('leaves out candles without trades', async () => {
    const empty = { ...CANDLE, openTime: CANDLE.openTime + 60_000, volume: 0, trades: 0 };
    expect(await written(CANDLE, empty)).toBe('1609459200,10.0,12.0,9.0,11.0,1.5,3\n');
    await expect(written(empty)).rejects.toThrow('there are no candles with trades to write');
  });

  it('is read back as the same candles, whatever their numbers', async () => {
    const positive = fc.double({ min: Number.MIN_VALUE, max: 1e300, noNaN: true });
    const candle = fc
      .tuple(fc.array(positive, { minLength: 4, maxLength: 4 }), positive, fc.integer({ min: 1, max: 1e9 }))
      .map(([prices, volume, trades]) => {
        const [low = 1, open = 1, close = 1, high = 1] = prices.toSorted((a, b) => a - b);
        return { open, high, low, close, volume, trades };
      });
    await fc.assert(
      fc.asyncProperty(fc.array(candle, { minLength: 1, maxLength: 20 }), async (values) => {
        const candles = values.map((value, index) => ({ openTime: index * 60_000, ...value }));
        const path = join(newFolder(), 'x_1.csv');
        await writeCandles(path, [candleColumns(candles)]);
        expect(await allCandles(readCandles(path))).toEqual(candles);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['repeated times', [CANDLE, CANDLE], 'the candle at 1609459200 does not come after the one at 1609459200'],
    ['half seconds', [{ ...CANDLE, openTime: 500 }], 'the candle at 0.5 is not on a whole second'],
    [
      'NaN',
      [{ ...CANDLE, close: Number.NaN }],
      'the candle at 1609459200 has close NaN, which is not a number above 0',
    ],
    ['infinity', [{ ...CANDLE, high: Infinity }], 'has high Infinity, which is not a number above 0'],
    ['NaN as volume', [{ ...CANDLE, volume: Number.NaN }], 'has volume NaN, which is not 0 or more'],
    ['high below low', [{ ...CANDLE, high: 8 }], 'has high 8 below low 9'],
  ])('refuses %s and writes nothing', async (_, candles, message) => {
    const path = newFile('out.csv', 'before');
    const writing = writeCandles(path, [candleColumns(candles)]);
    await expect(writing).rejects.toThrow(message);
    await expect(writing).rejects.toThrow(DataError);
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(dirname(path))).toEqual(['out.csv']);
  });

  it.runIf(process.platform === 'linux')('tells of a full device', async () => {
    await expect(writeCandles('/dev/full', [candleColumns([CANDLE])])).rejects.toThrow(
      'no space left on device while writing /dev/full',
    );
  });
});
