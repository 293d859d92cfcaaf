import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, InvalidDecimalError, type Rounding } from './decimal.js';

const d = (text: string) => Decimal.parse(text);
/** Units on both sides of the safe-integer border, where the plain-number path hands over to bigints. */
const units = fc.oneof(
  fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }),
  fc.bigInt({ min: 2n ** 53n - 1000n, max: 2n ** 53n + 1000n }),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
);
const decimal = fc.tuple(units, fc.integer({ min: 0, max: 18 })).map(([n, scale]) => Decimal.of(n, scale));
/** The same value as a fraction over 10^40. */
const exact = (value: Decimal) => value.units * 10n ** BigInt(40 - value.scale);

describe('Decimal', () => {
  it.each([
    ['12.50', '12.5'],
    ['-0.0010', '-0.001'],
    ['1e-8', '0.00000001'],
    ['1.5E3', '1500'],
    ['.5', '0.5'],
    ['7.', '7'],
    ['-0', '0'],
    ['+3', '3'],
    ['123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
  ])('reads %s as %s', (text, plain) => expect(d(text).toString()).toBe(plain));

  it.each(['', '.', '-', '1,5', 'NaN', 'Infinity', '0x10', '1e', ' 1', '1 ', '--1', '1e99999'])('refuses %j', (text) =>
    expect(() => d(text)).toThrow(InvalidDecimalError),
  );

  it('names what it could not read', () => expect(() => d('12x')).toThrow('not a decimal number: "12x"'));

  it('adds without losing a digit, whatever the sizes', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(exact(a.plus(b))).toBe(exact(a) + exact(b));
      }),
    );
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(exact(a.minus(b))).toBe(exact(a) - exact(b));
      }),
    );
  });

  it('multiplies without losing a digit', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const product = a.times(b);
        expect(product.units).toBe(a.units * b.units);
        expect(product.scale).toBe(a.scale + b.scale);
      }),
    );
  });

  it('divides to the asked digits, off by less than one of them', () => {
    const divisor = decimal.filter((value) => !value.isZero());
    const rounding = fc.constantFrom<Rounding>('down', 'up', 'half-up', 'half-even');
    fc.assert(
      fc.property(decimal, divisor, fc.integer({ min: 0, max: 12 }), rounding, (a, b, scale, mode) => {
        const error = a.minus(a.dividedBy(b, scale, mode).times(b)).abs();
        const limit = b.abs().times(Decimal.of(1n, scale));
        expect(error.isLessThan(limit) || error.isZero()).toBe(true);
      }),
    );
  });

  it('throws on division by zero', () => expect(() => Decimal.ONE.dividedBy(Decimal.ZERO, 2)).toThrow(RangeError));

  it.each<[string, number, Rounding, string]>([
    ['2.5', 0, 'half-even', '2'],
    ['3.5', 0, 'half-even', '4'],
    ['-2.5', 0, 'half-even', '-2'],
    ['2.5', 0, 'half-up', '3'],
    ['-2.5', 0, 'half-up', '-3'],
    ['2.51', 0, 'half-even', '3'],
    ['1.01', 1, 'up', '1.1'],
    ['-1.01', 1, 'up', '-1.1'],
    ['1.09', 1, 'down', '1'],
    ['-1.09', 1, 'down', '-1'],
    ['1.2', 5, 'up', '1.2'],
  ])('rounds %s to %i digits %s: %s', (text, scale, mode, result) =>
    expect(d(text).round(scale, mode).toString()).toBe(result),
  );

  it('rounds to a tick', () => {
    expect(d('50000.16').roundTo(d('0.1'), 'up').toString()).toBe('50000.2');
    expect(d('50000.16').roundTo(d('0.1'), 'down').toString()).toBe('50000.1');
    expect(d('7.3').roundTo(d('0.25'), 'half-even').toString()).toBe('7.25');
  });

  it('takes a double for the decimal it is written as', () => {
    expect(Decimal.fromNumber(0.1 + 0.2).toString()).toBe('0.30000000000000004');
    expect(Decimal.fromNumber(8121.2, 1).toString()).toBe('8121.2');
    expect(Decimal.fromNumber(8121.25, 1).toString()).toBe('8121.25');
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 0, max: 12 }),
        (value, hint) => {
          expect(Decimal.fromNumber(value, hint).toNumber()).toBe(value === 0 ? 0 : value);
        },
      ),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses the number %d', (value) => {
    expect(() => Decimal.fromNumber(value)).toThrow(InvalidDecimalError);
    expect(() => Decimal.rounded(value, 2)).toThrow(InvalidDecimalError);
  });

  it('rounds a computed double, ties away from zero', () => {
    expect(Decimal.rounded(7918.170000001, 1).toString()).toBe('7918.2');
    expect(Decimal.rounded(-0.25, 1).toString()).toBe('-0.3');
    expect(Decimal.rounded(-0.01, 1).isNegative()).toBe(false);
    expect(Decimal.rounded(1e20, 4).toString()).toBe('100000000000000000000');
  });

  it('gives the nearest double', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        expect(value.toNumber()).toBe(Number(value.toString()));
      }),
    );
  });

  it('orders like the numbers they are', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const order = exact(a) < exact(b) ? -1 : exact(a) > exact(b) ? 1 : 0;
        expect(a.compare(b)).toBe(order);
        expect([a.isLessThan(b), a.equals(b), a.isGreaterThan(b)]).toEqual([order < 0, order === 0, order > 0]);
      }),
    );
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        expect(d(value.toString()).equals(value)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(decimal, (value) => {
        expect(value.negated().negated().toString()).toBe(value.toString());
      }),
    );
  });

  it('writes fixed digits', () => {
    expect(d('16.2').toFixed(4)).toBe('16.2000');
    expect(d('-0.00005').toFixed(4)).toBe('0.0000');
    expect(d('0.00015').toFixed(4)).toBe('0.0002');
    expect(d('5').toFixed(0)).toBe('5');
  });

  it('is a string in JSON', () => expect(JSON.stringify({ fee: d('0.40') })).toBe('{"fee":"0.4"}'));
});
