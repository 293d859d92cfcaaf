import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { KnownNames } from './known-names.js';

it('gives the text of the bytes, also of those that look alike to it', () => {
  const names = new KnownNames();
  const name = fc.oneof(
    // The same hash.
    fc.constantFrom('Aa/USD', 'BB/USD', 'AaBB', 'BBAa', 'AaAa'),
    fc.stringMatching(/^[A-Z0-9.]{0,9}\/[A-Z]{3}$/),
  );
  fc.assert(
    fc.property(fc.array(name), fc.nat(5), (all, start) => {
      for (const text of [...all, ...all]) {
        const bytes = Buffer.from(`${' '.repeat(start)}${text}"`);
        expect(names.at(bytes, start, start + text.length)).toBe(text);
      }
    }),
  );
});
