import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectionBudget } from '@fathom/exchange';
import { randomSocketFaults } from '@fathom/kraken-simulator';
import { SegmentLog } from '@fathom/recordings';
import { SeededRandom } from '@fathom/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { Collector } from '../src/start/collector.js';
import { tapped } from './delivered-frames.js';
import { localMarket } from './local-market.js';
import { storedRecords } from './stored-records.js';

const PAIRS = [
  { name: 'BTC/USD', id: 'XXBTZUSD', depth: 25, priceDecimals: 1, quantityDecimals: 8 },
  { name: 'ETH/USD', id: 'XETHZUSD', depth: 25, priceDecimals: 2, quantityDecimals: 8 },
];
const HOUR_MS = 3_600_000;
/** A delayed frame comes with the next one of its pair. */
const LATE_MS = 5000;
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** An hour at a local Kraken whose sockets do everything wrong that they can. */
async function hourOfFaults(seed: number) {
  const folder = mkdtempSync(join(tmpdir(), 'collector-'));
  folders.push(folder);
  const local = localMarket(seed);
  const { time, kraken } = local;
  const delivered = tapped(local.sockets, time);
  const writer = new SegmentLog({ folder, session: 'test', program: 'test', clock: time, scheduler: time });
  const failures: Error[] = [];
  const collector = new Collector({
    world: {
      clock: time,
      scheduler: time,
      random: new SeededRandom(seed),
      transport: delivered.sockets,
      budget: new ConnectionBudget(),
    },
    url: 'ws://local/v2',
    writer,
    pairs: PAIRS,
    hasTrades: true,
    onNote: () => {},
    onFailed: (error) => failures.push(error),
  });
  await time.advance(5000);
  kraken.socketFaults.add(
    ...randomSocketFaults(0.02),
    { match: { frames: ['data'], chance: 0.0005 }, fault: 'huge-frame' },
    { match: { frames: ['ack'], chance: 0.05 }, fault: 'ignore' },
    { match: { frames: ['ack'], chance: 0.05 }, fault: 'mute' },
    { match: { frames: ['ack'], chance: 0.05 }, fault: 'refuse', reason: 'EService: Temporarily unavailable' },
    { match: { frames: ['heartbeat'], chance: 0.3 }, fault: 'lose' },
  );
  await time.advance((HOUR_MS * 3) / 4);
  kraken.socketFaults.add({
    match: { frames: ['ack'], channel: 'trade', pair: 'ETH/USD', times: 1 },
    fault: 'refuse',
    reason: 'no more',
  });
  await time.advance(HOUR_MS / 4);
  collector.stop();
  await writer.close('the hour is over');
  expect(failures).toEqual([]);
  return { delivered, stored: storedRecords(folder) };
}

function bookKey({ pair, at, content }: { pair: string; at: number; content: string }): string {
  return `${pair} ${at} ${content}`;
}

function tradeKey({ pair, id }: { pair: string; id: number }): string {
  return `${pair} ${id}`;
}

function counted<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

describe.each([1, 2])('an hour of every fault a socket can have (seed %i)', (seed) => {
  const hour = hourOfFaults(seed);

  it('every book frame that came is stored once, or lies in a gap that is written down', async () => {
    const { delivered, stored } = await hour;
    const [came, kept] = [counted(delivered.books, bookKey), counted(stored.books, bookKey)];
    const twice = [...kept].filter(([which, count]) => count > (came.get(which) ?? 0));
    const missing = delivered.books.filter((one) => (kept.get(bookKey(one)) ?? 0) < (came.get(bookKey(one)) ?? 0));
    expect(twice).toEqual([]);
    expect(missing.filter(({ pair, at }) => !stored.covers('book', pair, at))).toEqual([]);
    expect(stored.books.length).toBeGreaterThan(3000);
    expect(missing.length).toBeGreaterThan(0);
  });

  it('every market trade that came is stored once, or lies in such a gap', async () => {
    const { delivered, stored } = await hour;
    const kept = counted(stored.trades, tradeKey);
    expect([...kept].filter(([, count]) => count > 1)).toEqual([]);
    const lost = delivered.trades.filter((one) => !kept.has(tradeKey(one)));
    // One that was missed comes again with later snapshots, and is missing from when it should have come.
    const isCovered = ({ pair, time, at }: (typeof lost)[number]) =>
      stored.covers('market-trades', pair, time, Math.min(at, time + LATE_MS));
    expect(lost.filter((one) => !isCovered(one))).toEqual([]);
    expect(stored.trades.length).toBeGreaterThan(3000);
  });

  it('numbers that are missing between stored trades have their gap', async () => {
    const { stored } = await hour;
    for (const { name } of PAIRS) {
      const ids = stored.trades.filter(({ pair }) => pair === name).map(({ id }) => id);
      const holes = ids.filter((id, index) => index > 0 && id !== (ids[index - 1] ?? 0) + 1).length;
      const gaps = stored.gaps.filter(({ pair, channel }) => pair === name && channel === 'market-trades').length;
      expect(gaps).toBeGreaterThanOrEqual(holes);
    }
  });

  it('what is not verified lies in a gap, and every kind of trouble has been', async () => {
    const { stored, delivered } = await hour;
    const doubtful = stored.books.filter(({ state }) => state !== 'verified');
    expect(doubtful.length).toBeGreaterThan(0);
    expect(doubtful.filter(({ pair, at }) => !stored.covers('book', pair, at))).toEqual([]);
    const causes = new Set(stored.gaps.map(({ cause }) => cause));
    expect([...causes].toSorted()).toEqual(expect.arrayContaining(['disconnect', 'hole', 'mismatch', 'start']));
    const refused = stored.gaps.find(({ cause }) => cause === 'refusal');
    expect(refused).toMatchObject({ pair: 'ETH/USD', channel: 'market-trades' });
    const later = stored.books.filter(({ at, state }) => state === 'verified' && at * 1000 > (refused?.fromUs ?? 0));
    expect(new Set(later.map(({ pair }) => pair)).size).toBe(PAIRS.length);
    // What nobody understood is there to the letter, up to the length that is kept.
    expect(stored.frames.length).toBeGreaterThanOrEqual(delivered.strange.length);
  });
});
