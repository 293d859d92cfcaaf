import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError, type Interval } from '@fathom/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candlesOf, inferInterval, readCandles } from './read-candles.js';
import { allCandles, expectedCandles, KRAKEN_ROWS, newFile, newFolder, textSource, zip } from './test-files.js';

const KRAKEN = expectedCandles(KRAKEN_ROWS);

function read(path: string, interval?: Interval, member?: string | string[]) {
  return allCandles(readCandles(path, { interval, member }));
}

/** Hourly rows with one price, so that only the times matter. */
function rowsAt(...hours: number[]): string {
  return hours.map((hour) => `${1609459200 + hour * 3600},10.0,10.0,10.0,10.0,1.5,3\n`).join('');
}

describe('readCandles', () => {
  it('reads a plain file of Kraken as Number() would', async () => {
    expect(await read(newFile('XBTUSD_60.csv', KRAKEN_ROWS))).toEqual(KRAKEN);
  });

  it('reads the same from gzip, from gzip of two parts, and from zip, stored, deflated or zip64', async () => {
    const half = KRAKEN_ROWS.indexOf('\n', 5000) + 1;
    const parts = [KRAKEN_ROWS.slice(0, half), KRAKEN_ROWS.slice(half)];
    expect(await read(newFile('XBTUSD_60.csv.gz', gzipSync(KRAKEN_ROWS)))).toEqual(KRAKEN);
    expect(await read(newFile('a_60.csv.gz', Buffer.concat(parts.map((part) => gzipSync(part)))))).toEqual(KRAKEN);
    for (const kind of [{}, { isStored: true }, { isZip64: true }]) {
      const archive = zip([{ name: 'Kraken/XBTUSD_60.csv', content: KRAKEN_ROWS, ...kind }]);
      expect(await read(newFile('candles.zip', archive))).toEqual(KRAKEN);
    }
  });

  it('knows gzip and zip by their first bytes, whatever the name', async () => {
    expect(await read(newFile('XBTUSD_60.csv', gzipSync(KRAKEN_ROWS)))).toEqual(KRAKEN);
    expect(await read(newFile('XBTUSD_60.csv', zip([{ name: 'x.csv', content: KRAKEN_ROWS }])), 60)).toEqual(KRAKEN);
  });

  it.each([
    ['CR LF', KRAKEN_ROWS.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${KRAKEN_ROWS}`],
    ['both, and no last newline', `\ufeff${KRAKEN_ROWS.replaceAll('\n', '\r\n').slice(0, -2)}`],
    ['no last newline', KRAKEN_ROWS.slice(0, -1)],
    ['a blank last line', `${KRAKEN_ROWS}\n`],
    ['blank last lines', `${KRAKEN_ROWS}\r\n\r\n\n`],
  ])('does not mind %s', async (_, text) => {
    expect(await read(newFile('XBTUSD_60.csv', text))).toEqual(KRAKEN);
    expect(await read(newFile('XBTUSD_60.csv.gz', gzipSync(text)))).toEqual(KRAKEN);
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
    const line = (row: number) => `${1609459200 + row * 60},10.0,10.0,10.0,10.0,1.5,3\n`;
    let row = 0;
    let rest = Buffer.alloc(0);
    let largestRead = 0;
    const long = {
      bytesTotal: 0,
      bytesDone: 0,
      read(target: Buffer, offset: number, length: number) {
        largestRead = Math.max(largestRead, length);
        if (rest.length === 0 && row < 200_000) {
          rest = Buffer.from(Array.from({ length: 1000 }, () => line(row++)).join(''));
        }
        const count = rest.copy(target, offset, 0, length);
        rest = rest.subarray(count);
        return count;
      },
      close() {},
    };
    const columns = new Set<Float64Array>();
    let rows = 0;
    for await (const chunk of candlesOf(long, 'long', { interval: 1 })) {
      columns.add(chunk.close);
      rows += chunk.length;
      expect(chunk.length).toBeLessThanOrEqual(8192);
    }
    expect(rows).toBe(200_000);
    expect(columns.size).toBe(1);
    expect(largestRead).toBeLessThanOrEqual(256 * 1024);
  });
});

describe('inferInterval', () => {
  it('believes the name, else the smallest step', async () => {
    expect(await inferInterval(newFile('XBTUSD_5.csv', KRAKEN_ROWS))).toBe(5);
    expect(await inferInterval(newFile('mine.csv', KRAKEN_ROWS))).toBe(60);
    expect(await inferInterval(newFile('a.zip', zip([{ name: 'XBTUSD_15.csv', content: KRAKEN_ROWS }])))).toBe(15);
    expect(await allCandles(readCandles(newFile('mine.csv', KRAKEN_ROWS)))).toEqual(KRAKEN);
  });

  it.each([
    ['no rows', '\n', 'mine.csv is empty: it holds no candles'],
    ['one row', `${rowsAt(0)}\n`, 'mine.csv holds a single row, which does not tell the interval: name it'],
    ['a header', `time,open,high,low,close,volume,trades\n${rowsAt(0, 1)}`, 'row 1 is a header'],
    ['repeated rows', rowsAt(0, 0), 'row 2 repeats time 1609459200'],
    ['steps of no known interval', rowsAt(0, 12, 24), 'the smallest step between rows is 720 min, none of 1 5 15'],
  ])('refuses %s', async (_, text, message) => {
    await expect(inferInterval(newFile('mine.csv', text))).rejects.toThrow(message);
    await expect(read(newFile('mine.csv', text))).rejects.toThrow(DataError);
  });

  it('does not hide finer rows that come later', async () => {
    const finer = (...hours: number[]) =>
      allCandles(candlesOf(textSource(Buffer.from(rowsAt(0, 2, 3, ...hours))), 'mine.csv', {}, { bytes: 130 }));
    await expect(finer(6.5)).rejects.toThrow('mine.csv: row 4 has time 1609482600, which is not on the grid of 60 min');
    await expect(finer(4, 4.5)).rejects.toThrow('mine.csv: row 5 is 30 min after the row before');
  });
});

describe('what cannot be opened', () => {
  it.each([
    ['a missing file', () => join(newFolder(), 'none.csv'), /^no such file or folder while reading .*none\.csv$/],
    ['a directory', () => newFolder(), /is a directory, not a file$/],
    ['an empty file', () => newFile('XBTUSD_60.csv', ''), /XBTUSD_60\.csv is empty$/],
    [
      'only a byte order mark',
      () => newFile('XBTUSD_60.csv', '\ufeff'),
      /XBTUSD_60\.csv is empty: it holds no candles$/,
    ],
    [
      'empty gzip',
      () => newFile('XBTUSD_60.csv.gz', gzipSync('')),
      /XBTUSD_60\.csv\.gz is empty: it holds no candles$/,
    ],
    ['no gzip', () => newFile('XBTUSD_60.csv.gz', KRAKEN_ROWS), /XBTUSD_60\.csv\.gz is not a gzip file$/],
    ['no zip', () => newFile('XBTUSD.zip', KRAKEN_ROWS), /XBTUSD\.zip is not a zip archive$/],
    [
      'a name with a line break',
      () => join(newFolder(), 'a\nb.csv'),
      /^no such file or folder while reading ".*a\\nb\.csv"$/,
    ],
  ])('is %s', async (_, path, message) => {
    const error: unknown = await read(path()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    expect(String(error).replace('DataError: ', '')).toMatch(message);
  });

  it('is a path through a file', async () => {
    await expect(read(join(newFile('file', 'x'), 'XBTUSD_60.csv'))).rejects.toThrow(
      'a part of the path is not a folder',
    );
  });
});

describe('a truncated file', () => {
  const rows = KRAKEN_ROWS.slice(0, 2000);

  it('is noticed wherever a gzip file is cut', async () => {
    const whole = gzipSync(rows);
    for (let length = 1; length < whole.length; length += 7) {
      const path = newFile('XBTUSD_60.csv.gz', whole.subarray(0, length));
      await expect(read(path), `cut to ${length}`).rejects.toThrow(/gzip file|is empty/);
    }
  });

  it('is noticed when a byte of a gzip file is flipped', async () => {
    const whole = gzipSync(rows);
    for (let at = 10; at < whole.length; at += 41) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      await expect(read(newFile('XBTUSD_60.csv.gz', bytes)), `flipped at ${at}`).rejects.toThrow(DataError);
    }
  });

  it('is noticed wherever a zip archive is cut, its directory included', async () => {
    const whole = zip([{ name: 'XBTUSD_60.csv', content: rows }]);
    for (let length = 1; length < whole.length; length += 7) {
      const path = newFile('XBTUSD_60.zip', whole.subarray(0, length));
      await expect(read(path), `cut to ${length}`).rejects.toThrow(/XBTUSD_60\.zip is not a (complete )?zip archive/);
    }
  });
});

describe('a zip archive', () => {
  const other = rowsAt(0, 1, 2, 3);
  const archive = () =>
    newFile(
      'Kraken_OHLCVT.zip',
      zip([
        { name: 'all/ETHUSD_60.csv', content: other },
        { name: 'all/XBTUSD_60.csv', content: KRAKEN_ROWS },
        { name: '__MACOSX/all/XBTUSD_60.csv', content: 'shadow' },
        { name: 'all/notes.txt', content: 'notes' },
        ...[1, 5, 15, 240, 1440].map((minutes) => ({ name: `all/ADAUSD_${minutes}.csv`, content: other })),
      ]),
    );

  it('gives the member that is named, by its last part or its whole path, or the first of several names', async () => {
    expect(await read(archive(), undefined, 'XBTUSD_60.csv')).toEqual(KRAKEN);
    expect(await read(archive(), undefined, 'all/ETHUSD_60.csv')).toEqual(expectedCandles(other));
    expect(await read(archive(), undefined, ['XBTUSD_240.csv', 'XBTUSD_60.csv', 'ETHUSD_60.csv'])).toEqual(KRAKEN);
  });

  it('names some members when it cannot tell which', async () => {
    const names =
      'all/ETHUSD_60.csv, all/XBTUSD_60.csv, all/ADAUSD_1.csv, all/ADAUSD_5.csv, all/ADAUSD_15.csv and 2 more';
    await expect(read(archive())).rejects.toThrow(`Kraken_OHLCVT.zip holds 7 CSV files, name one: ${names}`);
    await expect(read(archive(), 60, 'SOLUSD_60.csv')).rejects.toThrow(`holds no SOLUSD_60.csv, but ${names}`);
  });

  it('does not take another pair for the one named, though it is the only one', async () => {
    const path = newFile('a.zip', zip([{ name: 'ETHUSD_60.csv', content: other }]));
    await expect(read(path, 60, 'XBTUSD_60.csv')).rejects.toThrow('a.zip holds no XBTUSD_60.csv, but ETHUSD_60.csv');
  });

  it.each([
    [
      'two members of the name',
      zip(['a/x_60.csv', 'b/x_60.csv'].map((name) => ({ name, content: other }))),
      'holds 2 members named x_60.csv: a/x_60.csv, b/x_60.csv',
    ],
    ['no CSV', zip([{ name: 'notes.txt', content: 'x' }]), 'a.zip holds no CSV file'],
    ['an empty member', zip([{ name: 'x_60.csv', content: '' }]), 'a.zip (x_60.csv) is empty'],
    [
      'a wrong checksum',
      zip([{ name: 'x_60.csv', content: other, hasWrongChecksum: true }]),
      'a.zip (x_60.csv) is damaged: its checksum is wrong',
    ],
    [
      'a bad row',
      zip([{ name: 'x_60.csv', content: `${other}x\n` }]),
      'a.zip (x_60.csv): row 5 has 1 column instead of 7',
    ],
  ])('is refused for %s', async (_, bytes, message) => {
    await expect(read(newFile('a.zip', bytes), 60, 'x_60.csv')).rejects.toThrow(message);
  });

  it('is refused when the member inside is damaged', async () => {
    const whole = zip([{ name: 'x_60.csv', content: KRAKEN_ROWS }]);
    for (let at = 60; at < whole.length - 80; at += 397) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      await expect(read(newFile('a.zip', bytes)), `flipped at ${at}`).rejects.toThrow(DataError);
    }
  });
});

describe('a row that cannot be trusted', () => {
  const GOOD = '1609459200,10.0,12.0,9.0,11.0,1.5,3';
  const NEXT = '1609462800,10.0,12.0,9.0,11.0,1.5,3';
  const THIRD = '1609466400,';
  it.each([
    [
      'a header',
      `time,open,high,low,close,volume,trades\n${GOOD}`,
      'row 1 is a header, "time,open,high,low,close,volume,trades"; Kraken\'s files have none: remove it',
    ],
    ['a foreign header', `Unix Timestamp,Symbol,Open\n${GOOD}`, 'row 1 is a header, "Unix Timestamp,Symbol,Open"'],
    [
      'a header further down',
      `${GOOD}\ntime,open,high,low,close,volume,trades`,
      'row 2 has time "time", which is not seconds since 1970',
    ],
    [
      'too few columns',
      `${GOOD}\n${NEXT.slice(0, -2)}`,
      'row 2 has 6 columns instead of 7 (time,open,high,low,close,volume,trades): "1609462800,10.0,12.0,9.0,11.0,1.5"',
    ],
    ['too many columns', `${GOOD},1`, 'row 1 has 8 columns instead of 7'],
    ['another separator', GOOD.replaceAll(',', ';'), 'row 1 has 1 column instead of 7'],
    ['a word', `${GOOD}\n1609462800,ten,12.0,9.0,11.0,1.5,3`, 'row 2 has open "ten", which is not a number'],
    ['NaN', '1609459200,10.0,NaN,9.0,11.0,1.5,3', 'row 1 has high "NaN", which is not a number'],
    ['infinity', '1609459200,10.0,1e999,9.0,11.0,1.5,3', 'row 1 has high "1e999", which is not a number'],
    ['an empty cell', '1609459200,10.0,12.0,9.0,11.0,,3', 'row 1 has volume "", which is not a number'],
    [
      'quotes',
      `"1609459200",10.0,12.0,9.0,11.0,1.5,3`,
      'row 1 has time "\\"1609459200\\"", which is not seconds since 1970',
    ],
    ['a date', `2021-01-01,10.0,12.0,9.0,11.0,1.5,3`, 'row 1 has time "2021-01-01", which is not seconds since 1970'],
    [
      'milliseconds',
      `1609459200000,10.0,12.0,9.0,11.0,1.5,3`,
      'row 1 has time 1609459200000, which is not seconds since 1970',
    ],
    ['a negative price', '1609459200,10.0,12.0,-9.0,11.0,1.5,3', 'row 1 has low -9, which is not above 0'],
    ['a zero price', '1609459200,0,12.0,9.0,11.0,1.5,3', 'row 1 has open 0, which is not above 0'],
    ['a negative volume', '1609459200,10.0,12.0,9.0,11.0,-1.5,3', 'row 1 has volume -1.5, which is below 0'],
    ['high below low', '1609459200,10.0,8.0,9.0,11.0,1.5,3', 'row 1 has high 8 below low 9'],
    ['open above high', '1609459200,13.0,12.0,9.0,11.0,1.5,3', 'row 1 has open 13 outside low 9 to high 12'],
    ['close below low', '1609459200,10.0,12.0,9.0,8.5,1.5,3', 'row 1 has close 8.5 outside low 9 to high 12'],
    [
      'half a trade',
      '1609459200,10.0,12.0,9.0,11.0,1.5,2.5',
      'row 1 has 2.5 trades, which is not a whole number from 0 on',
    ],
    ['negative trades', '1609459200,10.0,12.0,9.0,11.0,1.5,-2', 'row 1 has -2 trades'],
    ['a repeated time', `${GOOD}\n${GOOD}`, 'row 2 repeats time 1609459200 of the row before'],
    ['time going back', `${NEXT}\n${GOOD}`, 'row 2 goes back in time to 1609459200 from 1609462800'],
    [
      'a first time off the grid',
      GOOD.replace('9200', '9201'),
      'row 1 has time 1609459201, which is not on the grid of 60 min',
    ],
    [
      'a later time off the grid',
      `${GOOD}\n${NEXT.replace('2800', '2801')}`,
      'row 2 has time 1609462801, which is not on the grid of 60 min',
    ],
    [
      'a fraction of a second',
      GOOD.replace('1609459200', '1609459200.5'),
      'row 1 has time 1609459200.5, which is not on the grid',
    ],
    [
      'finer rows',
      `${GOOD}\n${NEXT}\n1609464600,10.0,12.0,9.0,11.0,1.5,3`,
      'row 3 is 30 min after the row before (time 1609464600), finer than the interval of 60 min',
    ],
    ['a blank line in the middle', `${GOOD}\n\n${NEXT}`, 'row 2 is blank'],
    ['spaces', `${GOOD}\n  \n`, 'row 2 is blank'],
    ['a cut last row', `${GOOD}\n${NEXT}\n${THIRD}`, 'row 3 has 2 columns instead of 7'],
    ['binary', `${GOOD}\n\0\u0001\n`, 'row 2 has 1 column instead of 7'],
    ['no lines at all', 'x'.repeat(300_000), 'XBTUSD_60.csv has a line of more than 262144 bytes'],
  ])('has %s', async (_, text, message) => {
    const path = newFile('XBTUSD_60.csv', text);
    const error: unknown = await read(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    const said = error instanceof Error ? error.message : '';
    expect(said).toContain(message);
    expect(said).toContain(path);
    expect(said).not.toContain('\n');
  });

  it('is found behind blank lines that fill a window', async () => {
    const text = Buffer.from(`${GOOD}\n${'\n'.repeat(500)}${NEXT}\n`);
    const chunks = candlesOf(textSource(text), 'x', { interval: 60 }, { bytes: 100 });
    await expect(allCandles(chunks)).rejects.toThrow('x: row 2 is blank');
  });
});

describe('rows of another interval', () => {
  const hours = (count: number) => Array.from({ length: count }, (_, hour) => hour);

  it('are noticed in a short file, when all steps are the same multiple', async () => {
    const path = newFile('mine.csv', rowsAt(0, 1, 2, 3));
    await expect(read(path, 5)).rejects.toThrow(
      'mine.csv: rows 1 to 4 are 60 min apart, but the interval asked for is 5 min',
    );
    expect(await read(newFile('mine.csv', rowsAt(0, 1, 2)), 5)).toHaveLength(3);
    expect(await read(newFile('mine.csv', rowsAt(0, 1, 2, 4)), 5)).toHaveLength(4);
  });

  it('are noticed in the midst of finer ones after 20 equal steps', async () => {
    const mixed = (steps: number) => [0, 0.25, 0.5, 0.75, ...hours(steps + 1).map((hour) => hour + 1), steps + 1.25];
    const path = (steps: number) => newFile('mine.csv', rowsAt(...mixed(steps)));
    await expect(read(path(20))).rejects.toThrow('rows 5 to 25 are 60 min apart, but the interval asked for is 15 min');
    expect(await read(path(19))).toHaveLength(25);
  });

  it('are noticed at a file whose name says otherwise', async () => {
    await expect(read(newFile('XBTUSD_1.csv', rowsAt(...hours(30))))).rejects.toThrow('rows 1 to 21 are 60 min apart');
  });
});

describe('any bytes', () => {
  const allowed = async (bytes: Uint8Array, name: string) => {
    const path = newFile(name, bytes);
    try {
      for (const candle of await read(path, 60)) {
        expect(candle.low).toBeGreaterThan(0);
        expect(candle.high).toBeGreaterThanOrEqual(candle.low);
        expect(candle.openTime % 3_600_000).toBe(0);
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      expect(error.message).not.toContain('\n');
    }
  };

  it('are read as sound candles or refused', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(bytes, (sample) => allowed(sample, 'a.csv')),
      { numRuns: 200 },
    );
    const character = fc.constantFrom(...'0123456789.,,,\n\r-eE+ x');
    const text = fc.string({ unit: character, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(text, (sample) => allowed(Buffer.from(sample), 'a.csv')),
      { numRuns: 200 },
    );
  });

  it('as changes to a sound file do the same in every window size', async () => {
    const rows = Buffer.from(KRAKEN_ROWS.slice(0, 600));
    const change = fc.record({
      at: fc.nat(599),
      remove: fc.nat(30),
      insert: fc.oneof(
        fc.string({ unit: fc.constantFrom(...'0123456789.,\n\r-eE+'), maxLength: 12 }),
        fc.string({ maxLength: 6 }),
      ),
      bytes: fc.integer({ min: 200, max: 400 }),
      rows: fc.integer({ min: 1, max: 9 }),
    });
    const outcome = (result: Promise<unknown>) =>
      result.catch((error: unknown) => {
        if (!(error instanceof DataError)) throw error;
        return error.message;
      });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, remove, insert, bytes, rows: chunkRows }) => {
        const text = Buffer.concat([rows.subarray(0, at), Buffer.from(insert), rows.subarray(at + remove)]);
        const whole = await outcome(allCandles(candlesOf(textSource(text), 'x', { interval: 60 })));
        const pieces = candlesOf(textSource(text, 13), 'x', { interval: 60 }, { bytes, rows: chunkRows });
        expect(await outcome(allCandles(pieces))).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  it('as changes to archives never escape as anything else', async () => {
    const archives = [
      {
        name: 'a.zip',
        bytes: zip([
          { name: 'x.csv', content: KRAKEN_ROWS.slice(0, 600) },
          { name: 'y', content: 'y' },
        ]),
      },
      { name: 'a.gz', bytes: gzipSync(KRAKEN_ROWS.slice(0, 600)) },
    ];
    const change = fc.record({
      archive: fc.constantFrom(...archives),
      at: fc.nat(2000),
      value: fc.nat(255),
      length: fc.integer({ min: 4, max: 2000 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ archive, at, value, length }) => {
        const bytes = Buffer.from(archive.bytes);
        bytes[at % bytes.length] = value;
        await allowed(length < 1500 ? bytes : bytes.subarray(0, length - 1500), archive.name);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the shipped sample', () => {
  it('is read whole', async () => {
    const path = new URL('../../../data/kraken/XBTUSD_60.csv.gz', import.meta.url).pathname;
    const candles = await read(path);
    expect(candles).toHaveLength(17_514);
    expect(candles[0]?.openTime).toBe(Date.UTC(2021, 0, 1));
    expect(candles.at(-1)?.openTime).toBe(Date.UTC(2022, 11, 31, 23));
  });
});
