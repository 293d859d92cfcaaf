import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError, UsageError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { CandleStore } from './candle-store.js';
import { candleColumns } from './candle-text.js';
import { readCandles } from './read-candles.js';
import { allCandles, expectedCandles, KRAKEN_ROWS, newFile, newFolder } from './test-files.js';

const KRAKEN = expectedCandles(KRAKEN_ROWS);

function storeWith(files: Record<string, string | Uint8Array>): CandleStore {
  const folder = newFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return new CandleStore(folder);
}

describe('CandleStore', () => {
  it('lists what the files hold, and what is wrong with one', async () => {
    const store = storeWith({
      'XBTUSD_60.csv': KRAKEN_ROWS,
      'ETHUSD_5.csv': 'x\n',
      'ADAUSD_60.csv.gz': gzipSync(KRAKEN_ROWS),
      'notes.txt': '',
      'XBTUSD_720.csv': KRAKEN_ROWS,
      '.XBTUSD_60.csv.0123.tmp': 'half',
    });
    const [ada, eth, xbt, ...others] = await store.list();
    const summary = { rows: 300, first: 1381093200000, last: 1384534800000, gaps: 120, missing: 657 };
    expect(ada).toEqual({ altname: 'ADAUSD', interval: 60, path: join(store.folder, 'ADAUSD_60.csv.gz'), ...summary });
    expect(xbt).toMatchObject({ altname: 'XBTUSD', ...summary });
    expect(eth).toMatchObject({ altname: 'ETHUSD', interval: 5, problem: expect.any(DataError) });
    expect(others).toEqual([]);
  });

  it('is empty without a folder, and an error when the folder is none', async () => {
    expect(await new CandleStore(join(newFolder(), 'none')).list()).toEqual([]);
    expect(() => new CandleStore(newFile('file', '')).files()).toThrow(DataError);
  });

  it('finds the interval asked for, else the longest that makes it', () => {
    const names = [1, 5, 30, 240].map((minutes) => [`XBTUSD_${minutes}.csv`, KRAKEN_ROWS]);
    const store = storeWith({ ...Object.fromEntries(names), 'ETHUSD_60.csv': KRAKEN_ROWS });
    const found = [1, 5, 15, 30, 60, 240, 1440, 10080, 21600] as const;
    expect(found.map((interval) => store.find('XBTUSD', interval)?.interval)).toEqual([
      1, 5, 5, 30, 30, 240, 240, 240, 240,
    ]);
    expect(store.find('ETHUSD', 30)).toBeUndefined();
    expect(() => store.read('ETHUSD', 30)).toThrow('holds no candles of ETHUSD that make 30 minutes');
  });

  it('imports into nothing, again without a change, and the newer candle wins', async () => {
    const folder = join(newFolder(), 'made', 'deep');
    const store = new CandleStore(folder);
    const path = join(folder, 'XBTUSD_60.csv');
    const source = newFile('XBTUSD_60.csv', KRAKEN_ROWS);
    expect(await store.import('XBTUSD', 60, readCandles(source))).toEqual({ path, added: 300, replaced: 0 });
    const first = readFileSync(path, 'utf8');
    expect(await store.import('XBTUSD', 60, readCandles(source))).toEqual({ path, added: 0, replaced: 300 });
    expect(readFileSync(path, 'utf8')).toBe(first);

    const newer = KRAKEN.slice(100, 102).map((candle) => ({ ...candle, trades: 77 }));
    const empty = KRAKEN.slice(200, 202).map((candle) => ({ ...candle, volume: 0, trades: 0 }));
    await store.import('XBTUSD', 60, [candleColumns([...newer, ...empty])]);
    expect(await allCandles(store.read('XBTUSD', 60))).toEqual(KRAKEN.toSpliced(100, 2, ...newer));
    expect(readdirSync(folder)).toEqual(['XBTUSD_60.csv']);
  });

  it('merges with a compressed file, which the plain result then goes before', async () => {
    const store = storeWith({
      'XBTUSD_60.csv.gz': gzipSync(KRAKEN_ROWS.slice(0, KRAKEN_ROWS.indexOf('\n', 9000) + 1)),
    });
    const before = (await allCandles(store.read('XBTUSD', 60))).length;
    const result = await store.import('XBTUSD', 60, [candleColumns(KRAKEN.slice(before - 5))]);
    expect(result).toMatchObject({ added: 300 - before, replaced: 5 });
    expect(store.find('XBTUSD', 60)?.path).toBe(join(store.folder, 'XBTUSD_60.csv'));
    expect(await allCandles(store.read('XBTUSD', 60))).toEqual(KRAKEN);
  });

  it('leaves the file as it was when the new candles are wrong', async () => {
    const store = storeWith({ 'XBTUSD_60.csv': KRAKEN_ROWS });
    const [first] = KRAKEN.slice(-1).map((candle) => ({ ...candle, openTime: candle.openTime + 3_600_000 }));
    if (!first) throw new Error('no rows');
    const wrong = [
      [
        { ...first, openTime: first.openTime + 60_000 },
        'row 301 has time 1384538460, which is not on the grid of 60 min',
      ],
      [{ ...first, high: 0 }, 'has high 0'],
    ] as const;
    for (const [candle, message] of wrong) {
      await expect(store.import('XBTUSD', 60, [candleColumns([candle])])).rejects.toThrow(message);
    }
    await expect(store.import('XBTUSD', 60, [candleColumns([first, first])])).rejects.toThrow('row 302 repeats time');
    expect(readFileSync(join(store.folder, 'XBTUSD_60.csv'), 'utf8')).toBe(KRAKEN_ROWS);
    expect(readdirSync(store.folder)).toEqual(['XBTUSD_60.csv']);
  });

  it('leaves no folder behind when the candles are wrong', async () => {
    const folder = newFolder();
    const wrong = KRAKEN.slice(0, 1).map((candle) => ({ ...candle, high: 0 }));
    const store = new CandleStore(join(folder, 'made', 'deep'));
    await expect(store.import('XBTUSD', 60, [candleColumns(wrong)])).rejects.toThrow('has high 0');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not take hourly candles for five-minute ones', async () => {
    const store = storeWith({});
    await expect(store.import('XBTUSD', 5, [candleColumns(KRAKEN)])).rejects.toThrow('are 60 min apart');
    expect(readdirSync(store.folder)).toEqual([]);
  });

  it('takes no path for an altname', async () => {
    const store = storeWith({});
    for (const altname of ['../XBTUSD', 'a/b', '', '.', '..']) {
      await expect(store.import(altname, 60, [candleColumns(KRAKEN)])).rejects.toThrow(UsageError);
    }
  });
});
