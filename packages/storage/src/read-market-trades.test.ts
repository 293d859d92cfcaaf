import { gzipSync } from 'node:zlib';
import { DataError, Decimal } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { marketTradesOf, readMarketTrades } from './read-market-trades.js';
import { newFile, textSource } from './test-files.js';
import { zip } from './test-zip.js';

const ROWS = '1381095255,122.0,0.1\n1381179030,123.61,0.1\n1381179030,123.62,0.00000001\n1609459200.1234,28959.4,3\n';
const TRADES = [
  [1381095255000, 122, 0.1],
  [1381179030000, 123.61, 0.1],
  [1381179030000, 123.62, 1e-8],
  [1609459200123.4, 28959.4, 3],
];

async function all(chunks: ReturnType<typeof readMarketTrades>): Promise<number[][]> {
  const trades: number[][] = [];
  for await (const { length, time, price, quantity } of chunks) {
    for (let row = 0; row < length; row++) {
      trades.push([time[row] ?? Number.NaN, price[row] ?? Number.NaN, quantity[row] ?? Number.NaN]);
    }
  }
  return trades;
}

describe('readMarketTrades', () => {
  it('reads plain, gzip and zip', async () => {
    expect(await all(readMarketTrades(newFile('XBTUSD.csv', ROWS)))).toEqual(TRADES);
    expect(await all(readMarketTrades(newFile('XBTUSD.csv.gz', gzipSync(ROWS))))).toEqual(TRADES);
    const archive = zip(['XBTUSD', 'ETHUSD'].map((name) => ({ name: `trades/${name}.csv`, content: ROWS })));
    expect(await all(readMarketTrades(newFile('all.zip', archive), { member: 'XBTUSD.csv' }))).toEqual(TRADES);
  });

  it('keeps enough of a quantity to have its digits back', async () => {
    const [, , small] = await all(readMarketTrades(newFile('XBTUSD.csv', ROWS)));
    expect(Decimal.fromNumber(small?.[2] ?? 0).toString()).toBe('0.00000001');
  });

  it('keeps trades from `from` up to before `to`', async () => {
    const path = newFile('XBTUSD.csv', `${ROWS}broken`);
    expect(await all(readMarketTrades(path, { from: 1381179030000, to: 1609459200123 }))).toEqual(TRADES.slice(1, 3));
  });

  it('gives the same in every chunk size', async () => {
    for (let rows = 1; rows < 6; rows++) {
      for (let bytes = 40; bytes < 60; bytes++) {
        const chunks = marketTradesOf(textSource(Buffer.from(ROWS), 7), 'x', {}, { bytes, rows });
        expect(await all(chunks)).toEqual(TRADES);
      }
    }
  });

  it.each([
    ['candles', '1381093200,122.0,122.0,122.0,122.0,0.1,1\n', 'row 1 has 7 columns instead of 3 (time,price,volume)'],
    ['a header', 'time,price,volume\n', 'row 1 is a header'],
    ['nothing', '\n', 'XBTUSD.csv is empty: it holds no market trades'],
    [
      'time going back',
      '1381095255,122.0,0.1\n1381095254.5,122.0,0.1\n',
      'row 2 goes back in time to 1381095254.5 from 1381095255',
    ],
    ['no price', '1381095255,0,0.1\n', 'row 1 has price 0, which is not a number above 0'],
    ['a negative volume', '1381095255,122.0,-0.1\n', 'row 1 has volume -0.1, which is not 0 or more'],
    ['milliseconds', '1381095255000,122.0,0.1\n', 'row 1 has time 1381095255000, which is not seconds since 1970'],
    ['a word', '1381095255,x,0.1\n', 'row 1 has price "x", which is not a number'],
  ])('refuses %s', async (_, text, message) => {
    const reading = all(readMarketTrades(newFile('XBTUSD.csv', text)));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(DataError);
  });
});
