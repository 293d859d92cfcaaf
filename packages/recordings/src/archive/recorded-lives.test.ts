import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Event, type Killed, RecordedLife } from '../../testing/recorded-life.js';
import { startPostgres } from '../../testing/test-server.js';
import { openPostgres } from '../postgres/postgres-database.js';

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

// Always the same lives, since looking for the shortest of those that fail takes minutes. LIVES=400 tries as many others.
const LIVES = Number(process.env['LIVES'] ?? 20);

/** @param makeStore of an archive in a database of its own, for each life. */
async function prove(lives: number, makeStore?: () => Promise<string>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 10 }), async (events) => {
      const life = new RecordedLife(await makeStore?.());
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
    { numRuns: lives, ...(process.env['LIVES'] === undefined ? { seed: 28 } : { endOnFailure: true }) },
  );
}

describe('verify says exactly what was removed of a recording, whatever else happened to it', () => {
  it('in a folder', async () => {
    await expect(prove(LIVES)).resolves.toBeUndefined();
  }, 600_000);

  it('in PostgreSQL', async () => {
    const server = await startPostgres();
    const database = await openPostgres(server.address);
    let count = 0;
    try {
      const makeStore = async (): Promise<string> => {
        count += 1;
        await database.rows(`CREATE DATABASE life_${count}`);
        return server.address.replace('/postgres?', `/life_${count}?`);
      };
      await expect(prove(LIVES / 2, makeStore)).resolves.toBeUndefined();
    } finally {
      await database.close();
      await server.stop();
    }
  }, 600_000);
});
