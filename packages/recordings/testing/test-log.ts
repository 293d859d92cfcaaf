import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualTime } from '@fathom/testkit';
import type { RecordedPair } from '../src/recorded-pair.js';
import { SegmentLog, type SegmentLogOptions } from '../src/segment/segment-log.js';
import { RECEIVED_FROM_MS } from './real-stream.js';

export const BITCOIN: RecordedPair = {
  name: 'BTC/USD',
  id: 'XXBTZUSD',
  depth: 25,
  priceDecimals: 1,
  quantityDecimals: 8,
};

/** A new folder of its own. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'fathom-recordings-'));
}

/** A segment log in a new folder, whose ticks end when it is told to. */
export function testLog(options: Partial<SegmentLogOptions> = {}) {
  const folder = options.folder ?? newFolder();
  const time = new ManualTime(RECEIVED_FROM_MS);
  const ticks: (() => void)[] = [];
  const log = new SegmentLog({
    folder,
    session: 'test',
    program: 'a test',
    clock: time,
    scheduler: time,
    afterTick: (task) => ticks.push(task),
    ...options,
  });
  return {
    log,
    folder,
    time,
    endTick: () => {
      for (const task of ticks.splice(0)) task();
    },
    paths: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.segment'))
        .toSorted()
        .map((name) => join(folder, name)),
  };
}
