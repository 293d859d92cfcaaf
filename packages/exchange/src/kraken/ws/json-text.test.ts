import { recordedBook, recordedFrames } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, NumberText, readJson } from './json-text.js';

/** As `JSON.parse` gives it, digits lost. */
function plain(value: Json): unknown {
  if (value instanceof NumberText) return Number(value.text);
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe('readJson', () => {
  it('keeps the digits of numbers', () => {
    expect(readJson(' [0.50930100, 12393906104898154338 ,1e-08] ')).toEqual([
      new NumberText('0.50930100'),
      new NumberText('12393906104898154338'),
      new NumberText('1e-08'),
    ]);
  });

  it('reads all JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(plain(readJson(text) ?? null)).toEqual(JSON.parse(text));
      }),
    );
    for (const frame of [...recordedFrames(), ...recordedBook('btcusd_l2').map(({ bytes }) => bytes.toString())]) {
      expect(plain(readJson(frame) ?? null)).toEqual(JSON.parse(frame));
    }
  });

  it('declines what JSON.parse declines', () => {
    const letters = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '0',
      '1',
      '.',
      '-',
      'e',
      ' ',
      '\n',
      'true',
      'a',
    );
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        expect(readJson(text) === undefined).toBe(parsed(text) === undefined);
      }),
      { numRuns: 3000 },
    );
    for (const text of ['', '{"a":1', '{"a"}', '[1,]', '01', '"\u0001"', '{"a":1}x', 'nul', '\u{1f4a9}']) {
      expect([text, readJson(text)]).toEqual([text, undefined]);
    }
  });

  it('reads strings of millions of characters, and of millions of escapes', () => {
    for (const long of ['0'.repeat(8_000_000), '\n"\\'.repeat(2_000_000)]) {
      expect(readJson(JSON.stringify({ long }))).toEqual(new Map([['long', long]]));
    }
  });

  it('declines what is nested without end, and takes no name for a method', () => {
    expect(readJson('['.repeat(100_000))).toBeUndefined();
    expect(readJson('{"__proto__":1,"constructor":2}')).toEqual(
      new Map([
        ['__proto__', new NumberText('1')],
        ['constructor', new NumberText('2')],
      ]),
    );
  });
});
