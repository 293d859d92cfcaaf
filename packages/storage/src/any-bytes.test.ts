import { gzipSync } from 'node:zlib';
import { DataError } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candlesOf } from './read-candles.js';
import { allCandles, KRAKEN_ROWS, newFile, readFile, textSource } from './test-files.js';
import { zip } from './test-zip.js';

const OUTCOMES = ['sound', 'refused'];

/** Sound candles, or our own one-line error; anything else fails. */
async function verdict(bytes: Uint8Array, name: string): Promise<'sound' | 'refused'> {
  try {
    const candles = await readFile(newFile(name, bytes), 60);
    for (const { openTime, low, high } of candles) {
      if (!(low > 0 && high >= low && openTime % 3_600_000 === 0)) throw new Error(`unsound candle at ${openTime}`);
    }
    return 'sound';
  } catch (error) {
    if (!(error instanceof DataError) || error.message.includes('\n')) throw error;
    return 'refused';
  }
}

const outcome = (result: Promise<unknown>) =>
  result.catch((error: unknown) => {
    if (!(error instanceof DataError)) throw error;
    return error.message;
  });

describe('any bytes', () => {
  it('are read as sound candles or refused', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(bytes, async (sample) => {
        expect(await verdict(sample, 'a.csv')).toBeOneOf(OUTCOMES);
      }),
      { numRuns: 200 },
    );
    const character = fc.constantFrom(...'0123456789.,,,\n\r-eE+ x'.split(''));
    const text = fc.string({ unit: character, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(text, async (sample) => {
        expect(await verdict(Buffer.from(sample), 'a.csv')).toBeOneOf(OUTCOMES);
      }),
      { numRuns: 200 },
    );
  });

  it('as changes to a sound file do the same in every window size', async () => {
    const rows = Buffer.from(KRAKEN_ROWS.slice(0, 600));
    const change = fc.record({
      at: fc.nat(599),
      remove: fc.nat(30),
      insert: fc.oneof(
        fc.string({ unit: fc.constantFrom(...'0123456789.,\n\r-eE+'.split('')), maxLength: 12 }),
        fc.string({ maxLength: 6 }),
      ),
      bytes: fc.integer({ min: 200, max: 400 }),
      rows: fc.integer({ min: 1, max: 9 }),
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
        const cut = length < 1500 ? bytes : bytes.subarray(0, length - 1500);
        expect(await verdict(cut, archive.name)).toBeOneOf(OUTCOMES);
      }),
      { numRuns: 300 },
    );
  });
});
