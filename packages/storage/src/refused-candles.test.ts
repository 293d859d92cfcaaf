import { DataError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { candlesOf } from './read-candles.js';
import { allCandles, newFile, readFile, rowsAt, textSource } from './test-files.js';

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
    ['a negative price', '1609459200,10.0,12.0,-9.0,11.0,1.5,3', 'row 1 has low -9, which is not a number above 0'],
    ['a zero price', '1609459200,0,12.0,9.0,11.0,1.5,3', 'row 1 has open 0, which is not a number above 0'],
    ['a negative volume', '1609459200,10.0,12.0,9.0,11.0,-1.5,3', 'row 1 has volume -1.5, which is not 0 or more'],
    ['high below low', '1609459200,10.0,8.0,9.0,11.0,1.5,3', 'row 1 has high 8 below low 9'],
    ['open above high', '1609459200,13.0,12.0,9.0,11.0,1.5,3', 'row 1 has open 13 outside low 9 to high 12'],
    ['open below low', '1609459200,8.5,12.0,9.0,11.0,1.5,3', 'row 1 has open 8.5 outside low 9 to high 12'],
    ['close above high', '1609459200,10.0,12.0,9.0,12.5,1.5,3', 'row 1 has close 12.5 outside low 9 to high 12'],
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
    const error: unknown = await readFile(path).catch((thrown: unknown) => thrown);
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

function hours(count: number): number[] {
  return Array.from({ length: count }, (_, hour) => hour);
}

/** Quarter hours around so many steps of an hour. */
function mixed(steps: number): number[] {
  return [0, 0.25, 0.5, 0.75, ...hours(steps + 1).map((hour) => hour + 1), steps + 1.25];
}

describe('rows of another interval', () => {
  it('are noticed in a short file, when all steps are the same multiple', async () => {
    const path = newFile('mine.csv', rowsAt(0, 1, 2, 3));
    await expect(readFile(path, 5)).rejects.toThrow(
      'mine.csv: rows 1 to 4 are 60 min apart, but the interval asked for is 5 min',
    );
    expect(await readFile(newFile('mine.csv', rowsAt(0, 1, 2)), 5)).toHaveLength(3);
    expect(await readFile(newFile('mine.csv', rowsAt(0, 1, 2, 4)), 5)).toHaveLength(4);
  });

  it('are noticed in the midst of finer ones after more equal steps than chance allows', async () => {
    await expect(readFile(newFile('mine.csv', rowsAt(...mixed(10))), 15)).rejects.toThrow(
      'rows 5 to 15 are 60 min apart, but the interval asked for is 15 min',
    );
    expect(await readFile(newFile('mine.csv', rowsAt(...mixed(9))), 15)).toHaveLength(15);
  });

  it('are noticed at a file whose name says otherwise', async () => {
    await expect(readFile(newFile('XBTUSD_1.csv', rowsAt(...hours(30))))).rejects.toThrow(
      'rows 1 to 6 are 60 min apart',
    );
  });
});
