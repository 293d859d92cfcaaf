import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MALFORMED, scanRow } from './scan-row.js';

function scan(row: string, columns = 2): { values: number[]; next: number } {
  const fields = new Float64Array(columns);
  const next = scanRow(Buffer.from(`${row}\n9`), 0, fields);
  return { values: [...fields], next };
}

function number(text: string): number {
  const { values, next } = scan(`1609459200,${text}`);
  return next === MALFORMED ? Number.NaN : (values[1] ?? Number.NaN);
}

function digits(min: number, max: number): fc.Arbitrary<string> {
  return fc.stringMatching(new RegExp(`^\\d{${min},${max}}$`));
}

describe('a number', () => {
  it.each([
    ['122.0', 122],
    ['0.1', 0.1],
    ['2', 2],
    ['5.', 5],
    ['.5', 0.5],
    ['-3.5', -3.5],
    ['+4', 4],
    ['007.10', 7.1],
    ['1E+1', 10],
    ['1e-8', 1e-8],
    ['0.00000001', 1e-8],
    ['1234567890123.12345678', 1234567890123.1235],
    ['999999999', 999999999],
    ['9999999999', 9999999999],
    ['123456789.123456', 123456789.123456],
    ['9007199254740992', 9007199254740992],
    ['9007199254740993', 9007199254740992],
    ['48.06700932', 48.06700932],
    ['0.1234567890123456789012345', 0.12345678901234568],
    ['123456789012345678901234567890', 1.2345678901234568e29],
  ])('%s', (text, value) => {
    expect(number(text)).toBe(value);
  });

  it.each([
    '',
    '.',
    '-',
    'abc',
    'NaN',
    'Infinity',
    '1e999',
    '0x10',
    '1_000',
    '1 ',
    ' 1',
    '1.2.3',
    '1e',
    '--1',
    '1,',
    '٣',
  ])('is not %j', (text) => {
    expect(number(text)).toBeNaN();
  });

  it('is what Number() makes of the same decimal, whatever its digits', () => {
    const decimal = fc.oneof(
      digits(1, 25),
      fc.tuple(digits(1, 20), digits(0, 25)).map(([whole, fraction]) => `${whole}.${fraction}`),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map(String),
      fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((n) => (n / 1e8).toFixed(8)),
    );
    fc.assert(
      fc.property(decimal, (text) => {
        expect(number(text)).toBe(Number(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the time', () => {
  it.each([
    ['0', 0],
    ['1381093200', 1381093200000],
    ['3999999999', 3999999999000],
    ['4000000000', 4000000000000],
    ['4294967296', 4294967296000],
    ['9999999999', 9999999999000],
    ['1609459200.5', 1609459200500],
    ['1609459200.1234', 1609459200123.4],
    ['1609459200.123456789', 1609459200123.4568],
    ['1609459200.0', 1609459200000],
  ])('%s becomes milliseconds', (text, ms) => {
    expect(scan(`${text},1`).values[0]).toBe(ms);
  });

  it.each(['', '-1', 'time', '1e9', '.5', '1234567890123456', '0x10', ' 1381093200'])('is not %j', (text) => {
    expect(scan(`${text},1`).next).toBe(MALFORMED);
  });
});

describe('a row', () => {
  it('ends with a newline or CR LF and tells where the next begins', () => {
    expect(scan('1,2').next).toBe(4);
    expect(scan('1,2\r').next).toBe(5);
    expect(scan('1,1E+1\r').next).toBe(8);
  });

  it.each(['1', '1,2,3', '', '1,2,', '1;2', '1,2\r\r', '1,2\r3', ',', '1,2x'])('is malformed as %j', (row) => {
    expect(scan(row).next).toBe(MALFORMED);
  });

  it('never borrows columns from the row behind it', () => {
    const bytes = Buffer.from('1,2\n3,4\n');
    expect(scanRow(bytes, 0, new Float64Array(4))).toBe(MALFORMED);
    expect(scanRow(bytes, 0, new Float64Array(3))).toBe(MALFORMED);
  });
});
