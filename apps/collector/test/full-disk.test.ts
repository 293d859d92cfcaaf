import { DataError, type FeedEvent } from '@fathom/contracts';
import { ConnectionBudget } from '@fathom/exchange';
import { SegmentLog, type SegmentLogOptions } from '@fathom/recordings';
import { SeededRandom } from '@fathom/testkit';
import { expect, it } from 'vitest';
import { Collector } from '../src/start/collector.js';
import { localMarket } from './local-market.js';

type AppendFile = ReturnType<NonNullable<SegmentLogOptions['createFile']>>;

/** A disk that takes so many writes and is full then. */
function disk(writes: number) {
  let taken = 0;
  const createFile = (path: string): AppendFile => ({
    path,
    append: () => {
      taken += 1;
      if (taken > writes) throw new DataError(`no space left on device while writing ${path}`);
    },
    sync: (done) => done(undefined),
    isThere: () => true,
    close: () => {},
  });
  return { createFile, taken: () => taken };
}

it('ends collecting at once when the disk is full, says so, and throws nothing into the feed', async () => {
  const { time, sockets } = localMarket(1);
  const failures: unknown[] = [];
  const events: FeedEvent['type'][] = [];
  const { createFile, taken } = disk(40);
  const writer = new SegmentLog({
    folder: 'nowhere',
    session: 'test',
    program: 'test',
    clock: time,
    scheduler: time,
    createFile,
    onFailed: (error) => failures.push(error),
  });
  const collector = new Collector({
    world: {
      clock: time,
      scheduler: time,
      random: new SeededRandom(1),
      transport: sockets,
      budget: new ConnectionBudget(),
    },
    url: 'ws://local/v2',
    writer,
    pairs: [{ name: 'BTC/USD', id: 'XXBTZUSD', depth: 25, priceDecimals: 1, quantityDecimals: 8 }],
    hasTrades: true,
    onNote: () => {},
    onEvent: ({ type }) => events.push(type),
    onFailed: (error) => failures.push(error),
  });
  await time.advance(120_000);
  expect(failures.map(String)).toEqual([
    'DataError: no space left on device while writing nowhere/1785628800000000.segment',
    'DataError: no space left on device while writing nowhere/1785628800000000.segment',
  ]);
  const [told, writes] = [events.length, taken()];
  await time.advance(120_000);
  expect([events.length, taken()]).toEqual([told, writes]);
  collector.stop();
});
