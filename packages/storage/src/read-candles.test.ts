import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candlesOf, readCandles } from './read-candles.js';
import { allCandles, expectedCandles, KRAKEN_ROWS, newFile, readFile, rowsAt, textSource } from './test-files.js';
import { zip } from './test-zip.js';

const KRAKEN = expectedCandles(KRAKEN_ROWS);

describe('readCandles', () => {
  it('reads a plain file of Kraken as Number() would', async () => {
    expect(await readFile(newFile('XBTUSD_60.csv', KRAKEN_ROWS))).toEqual(KRAKEN);
  });

  it('reads the same from gzip, from gzip of two parts, and from zip, stored, deflated or zip64', async () => {
    const half = KRAKEN_ROWS.indexOf('\n', 5000) + 1;
    const parts = [KRAKEN_ROWS.slice(0, half), KRAKEN_ROWS.slice(half)];
    expect(await readFile(newFile('XBTUSD_60.csv.gz', gzipSync(KRAKEN_ROWS)))).toEqual(KRAKEN);
    expect(await readFile(newFile('a_60.csv.gz', Buffer.concat(parts.map((part) => gzipSync(part)))))).toEqual(KRAKEN);
    for (const kind of [{}, { isStored: true }, { isZip64: true }]) {
      const archive = zip([{ name: 'Kraken/XBTUSD_60.csv', content: KRAKEN_ROWS, ...kind }]);
      expect(await readFile(newFile('candles.zip', archive))).toEqual(KRAKEN);
    }
  });

  it('knows gzip and zip by their first bytes, whatever the name', async () => {
    expect(await readFile(newFile('XBTUSD_60.csv', gzipSync(KRAKEN_ROWS)))).toEqual(KRAKEN);
    expect(await readFile(newFile('XBTUSD_60.csv', zip([{ name: 'x.csv', content: KRAKEN_ROWS }])), 60)).toEqual(
      KRAKEN,
    );
  });

  it.each([
    ['CR LF', KRAKEN_ROWS.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${KRAKEN_ROWS}`],
    ['both, and no last newline', `\ufeff${KRAKEN_ROWS.replaceAll('\n', '\r\n').slice(0, -2)}`],
    ['no last newline', KRAKEN_ROWS.slice(0, -1)],
    ['a blank last line', `${KRAKEN_ROWS}\n`],
    ['blank last lines', `${KRAKEN_ROWS}\r\n\r\n\n`],
  ])('does not mind %s', async (_, text) => {
    expect(await readFile(newFile('XBTUSD_60.csv', text))).toEqual(KRAKEN);
    expect(await readFile(newFile('XBTUSD_60.csv.gz', gzipSync(text)))).toEqual(KRAKEN);
  });

  it('keeps candles from `from` up to before `to` and reads no further', async () => {
    const from = KRAKEN[10]?.openTime ?? 0;
    const to = KRAKEN[20]?.openTime ?? 0;
    const path = newFile('XBTUSD_60.csv', `${KRAKEN_ROWS}broken`);
    expect(await allCandles(readCandles(path, { from, to }))).toEqual(KRAKEN.slice(10, 20));
    const whole = newFile('XBTUSD_60.csv', KRAKEN_ROWS);
    expect(await allCandles(readCandles(whole, { from: from + 1 }))).toEqual(KRAKEN.slice(11));
    expect(await allCandles(readCandles(whole, { from: 4e12 }))).toEqual([]);
  });

  it('tells how far it is, up to the whole', async () => {
    for (const bytes of [Buffer.from(KRAKEN_ROWS), gzipSync(KRAKEN_ROWS)]) {
      const told: [number, number][] = [];
      const path = newFile('XBTUSD_60.csv', bytes);
      await allCandles(readCandles(path, { onProgress: (done, total) => told.push([done, total]) }));
      expect(told.at(-1)).toEqual([bytes.length, bytes.length]);
    }
  });

  it('gives the same for every window and chunk size, at once or by promises', async () => {
    const text = Buffer.from(`\ufeff${KRAKEN_ROWS}`);
    const size = fc.record({
      bytes: fc.integer({ min: 90, max: 3000 }),
      rows: fc.integer({ min: 1, max: 400 }),
      piece: fc.integer({ min: 1, max: 500 }),
      isAsync: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(size, async ({ bytes, rows, piece, isAsync }) => {
        const source = textSource(text, piece, isAsync);
        expect(await allCandles(candlesOf(source, 'x', { interval: 60 }, { bytes, rows }))).toEqual(KRAKEN);
      }),
      { numRuns: 60 },
    );
  });

  it('holds one window and one chunk however long the file is', async () => {
    let row = 0;
    let rest = Buffer.alloc(0);
    let largestRead = 0;
    const long = {
      bytesTotal: 0,
      bytesDone: 0,
      read(target: Buffer, offset: number, length: number) {
        largestRead = Math.max(largestRead, length);
        if (rest.length === 0 && row < 200_000) {
          rest = Buffer.from(Array.from({ length: 1000 }, () => rowsAt(row++)).join(''));
        }
        const count = rest.copy(target, offset, 0, length);
        rest = rest.subarray(count);
        return count;
      },
      close() {},
    };
    const columns = new Set<Float64Array>();
    let rows = 0;
    for await (const chunk of candlesOf(long, 'long', { interval: 60 })) {
      columns.add(chunk.close);
      rows += chunk.length;
      expect(chunk.length).toBeLessThanOrEqual(8192);
    }
    expect(rows).toBe(200_000);
    expect(columns.size).toBe(1);
    expect(largestRead).toBeLessThanOrEqual(256 * 1024);
  });
});

describe('the shipped sample', () => {
  it('is read whole', async () => {
    const path = new URL('../../../data/kraken/XBTUSD_60.csv.gz', import.meta.url).pathname;
    const candles = await readFile(path);
    expect(candles).toHaveLength(17_514);
    expect(candles[0]?.openTime).toBe(Date.UTC(2021, 0, 1));
    expect(candles.at(-1)?.openTime).toBe(Date.UTC(2022, 11, 31, 23));
  });
});
