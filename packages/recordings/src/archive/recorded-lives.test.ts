import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Event, type Killed, RecordedLife } from '../../testing/recorded-life.js';

const killed = fc.constantFrom<Killed[]>('not', 'not', 'before it is known', 'before old files go');
const which = fc.nat(1000);
const run: fc.Arbitrary<Event> = fc.record({
  type: fc.constant('run' as const),
  pairs: fc.integer({ min: 1, max: 7 }),
  books: fc.nat(7),
  steps: fc.array(fc.nat(100_000), { maxLength: 40 }),
  end: fc.constantFrom('closed' as const, 'killed' as const, 'torn' as const),
});
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: run },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('seal' as const, 'compact' as const), killed }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('prune' as const),
      killed,
      share: fc.double({ min: 0, max: 0.99, noNaN: true }),
      isByAge: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('segment removed' as const), which }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('part removed' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('segment damaged' as const),
      which,
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('clock' as const), ms: fc.constantFrom(-3_600_000, 60_000, 86_400_000) }),
  },
);

// LIVES=400 tries as many, and does not look for the shortest of those that fail, which takes minutes.
it('verify says exactly what was removed of a recording, whatever else happened to it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 10 }), async (events) => {
      const life = new RecordedLife();
      try {
        for (const one of [...events, { type: 'seal', killed: 'not' } as const]) {
          await life.happens(one);
          const { says, expected } = await life.judged();
          expect(says).toEqual(expected);
        }
      } finally {
        life.end();
      }
    }),
    { numRuns: Number(process.env['LIVES'] ?? 20), endOnFailure: process.env['LIVES'] !== undefined },
  );
}, 600_000);
