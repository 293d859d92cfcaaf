import { DataError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { candlesOf, inferInterval } from './read-candles.js';
import { allCandles, KRAKEN_ROWS, newFile, readFile, rowsAt, textSource } from './test-files.js';
import { zip } from './test-zip.js';

const finer = (...hours: number[]) =>
  allCandles(candlesOf(textSource(Buffer.from(rowsAt(0, 2, 3, ...hours))), 'mine.csv', {}, { bytes: 130 }));

describe('inferInterval', () => {
  it('believes the name, else the most common step', async () => {
    expect(await inferInterval(newFile('XBTUSD_5.csv', KRAKEN_ROWS))).toBe(5);
    expect(await inferInterval(newFile('mine.csv', KRAKEN_ROWS))).toBe(60);
    expect(await inferInterval(newFile('a.zip', zip([{ name: 'XBTUSD_15.csv', content: KRAKEN_ROWS }])))).toBe(15);
    expect(await readFile(newFile('mine.csv', KRAKEN_ROWS))).toHaveLength(300);
  });

  it.each([
    ['no rows', '\n', 'mine.csv is empty: it holds no candles'],
    ['one row', `${rowsAt(0)}\n`, 'mine.csv holds a single row, which does not tell the interval'],
    ['a header', `time,open,high,low,close,volume,trades\n${rowsAt(0, 1)}`, 'row 1 is a header'],
    ['repeated rows', rowsAt(0, 0), 'row 2 repeats time 1609459200'],
    ['steps of no known interval', rowsAt(0, 12, 24), 'most rows are 720 min apart, none of 1 5 15'],
  ])('refuses %s', async (_, text, message) => {
    await expect(inferInterval(newFile('mine.csv', text))).rejects.toThrow(message);
    await expect(readFile(newFile('mine.csv', text))).rejects.toThrow(DataError);
  });

  it('takes the word of whoever asks for a file of one row', async () => {
    expect(await inferInterval(newFile('mine.csv', rowsAt(0)), { fallback: 240 })).toBe(240);
  });

  it('is not misled by missing candles, nor by a few finer rows', async () => {
    expect(await inferInterval(newFile('mine.csv', rowsAt(0, 1, 2, 12, 22, 23)))).toBe(60);
    expect(await inferInterval(newFile('mine.csv', rowsAt(0, 1, 1.25)))).toBe(60);
    await expect(readFile(newFile('mine.csv', rowsAt(0, 1, 1.25)))).rejects.toThrow(
      'finer than the interval of 60 min',
    );
  });

  it('asks the first thousand rows and no more', async () => {
    const hours = Array.from({ length: 1000 }, (_, hour) => hour);
    const quarters = Array.from({ length: 2000 }, (_, quarter) => 1000 + quarter / 4);
    expect(await inferInterval(newFile('mine.csv', rowsAt(...hours, ...quarters)))).toBe(60);
  });

  it('does not hide finer rows that come later', async () => {
    await expect(finer(6.5)).rejects.toThrow('mine.csv: row 4 has time 1609482600, which is not on the grid of 60 min');
    await expect(finer(4, 4.5)).rejects.toThrow('mine.csv: row 5 is 30 min after the row before');
  });
});
