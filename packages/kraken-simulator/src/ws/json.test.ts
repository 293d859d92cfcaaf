import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Digits } from './digits.js';
import { readJson, writeJson } from './json.js';

describe('JSON with its digits', () => {
  it.each([
    '{"price":0.50930100,"qty":62807.0,"id":12393906104898154338,"e":1e-08}',
    '[[],{},"1.50",-0.10,true,null,"say \\"5.00\\""]',
    '{"a\\u0022:1.0":"\\\\","n":"12.0"}',
  ])('reads and writes %s unchanged', (text) => {
    const value = readJson(text);
    expect(value && writeJson(value)).toBe(text.replace('\\u0022', '\\"'));
  });

  it('agrees with JSON.parse about everything but digits', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = readJson(JSON.stringify(value));
        expect(read !== undefined && JSON.parse(writeJson(read))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps the text of a number', () => {
    expect(readJson('{"qty":0.10000000}')).toEqual({ qty: new Digits('0.10000000') });
  });

  it.each(['', '{', '01', '{"a":}', 'nonsense', '"\\x"', '[1,]', '\u0000\u00ff'])(
    'says of %j that it is none',
    (text) => {
      expect(readJson(text)).toBeUndefined();
    },
  );

  it('leaves undefined members out', () => {
    expect(writeJson({ a: undefined, b: [new Digits('1.0')] })).toBe('{"b":[1.0]}');
  });
});
