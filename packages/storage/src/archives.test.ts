import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { MemberError } from './member-error.js';
import { expectedCandles, KRAKEN_ROWS, newFile, newFolder, readFile, rowsAt } from './test-files.js';
import { zip } from './test-zip.js';

const KRAKEN = expectedCandles(KRAKEN_ROWS);

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
    const error: unknown = await readFile(path()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    expect(String(error).replace('DataError: ', '')).toMatch(message);
  });

  it('is a path through a file', async () => {
    await expect(readFile(join(newFile('file', 'x'), 'XBTUSD_60.csv'))).rejects.toThrow(
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
      await expect(readFile(path), `cut to ${length}`).rejects.toThrow(/gzip file|is empty/);
    }
  });

  it('is noticed when a byte of a gzip file is flipped', async () => {
    const whole = gzipSync(rows);
    for (let at = 10; at < whole.length; at += 41) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      await expect(readFile(newFile('XBTUSD_60.csv.gz', bytes)), `flipped at ${at}`).rejects.toThrow(DataError);
    }
  });

  it('is noticed wherever a zip archive is cut, its directory included', async () => {
    const whole = zip([{ name: 'XBTUSD_60.csv', content: rows }]);
    for (let length = 1; length < whole.length; length += 7) {
      const path = newFile('XBTUSD_60.zip', whole.subarray(0, length));
      await expect(readFile(path), `cut to ${length}`).rejects.toThrow(
        /XBTUSD_60\.zip is not a (complete )?zip archive/,
      );
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
    expect(await readFile(archive(), undefined, 'XBTUSD_60.csv')).toEqual(KRAKEN);
    expect(await readFile(archive(), undefined, 'all/ETHUSD_60.csv')).toEqual(expectedCandles(other));
    expect(await readFile(archive(), undefined, ['XBTUSD_240.csv', 'XBTUSD_60.csv', 'ETHUSD_60.csv'])).toEqual(KRAKEN);
  });

  it('names some members when it cannot tell which', async () => {
    const names =
      'all/ETHUSD_60.csv, all/XBTUSD_60.csv, all/ADAUSD_1.csv, all/ADAUSD_5.csv, all/ADAUSD_15.csv and 2 more';
    await expect(readFile(archive())).rejects.toBeInstanceOf(MemberError);
    await expect(readFile(archive())).rejects.toThrow(`Kraken_OHLCVT.zip holds 7 CSV files, name one: ${names}`);
    await expect(readFile(archive(), 60, 'SOLUSD_60.csv')).rejects.toThrow(`holds no SOLUSD_60.csv, but ${names}`);
  });

  it('does not take another pair for the one named, though it is the only one', async () => {
    const path = newFile('a.zip', zip([{ name: 'ETHUSD_60.csv', content: other }]));
    await expect(readFile(path, 60, 'XBTUSD_60.csv')).rejects.toThrow(
      'a.zip holds no XBTUSD_60.csv, but ETHUSD_60.csv',
    );
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
    await expect(readFile(newFile('a.zip', bytes), 60, 'x_60.csv')).rejects.toThrow(message);
  });

  it('is refused when the member inside is damaged', async () => {
    const whole = zip([{ name: 'x_60.csv', content: KRAKEN_ROWS }]);
    for (let at = 60; at < whole.length - 80; at += 397) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      await expect(readFile(newFile('a.zip', bytes)), `flipped at ${at}`).rejects.toThrow(DataError);
    }
  });
});
