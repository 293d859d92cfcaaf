import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectionBudget } from '@fathom/exchange';
import { SegmentLog } from '@fathom/recordings';
import { ManualTime, recordedBook, recordedBookMessages, SeededRandom } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Collector } from '../src/start/collector.js';
import { BookServer } from './book-server.js';
import { DAMAGES, type Damage, damaged } from './damage.js';
import { contentOfFrame, namesAnother } from './frame-content.js';
import { storedRecords } from './stored-records.js';

const PAIR = { name: 'BTC/USD', id: 'XXBTZUSD', depth: 10, priceDecimals: 1, quantityDecimals: 8 };
const messages = recordedBookMessages('btcusd_l2');
const frames = recordedBook('btcusd_l2')
  .map(({ bytes }) => bytes)
  .filter((bytes) => bytes.toString().startsWith('{"channel":"book"'));
const anyDamage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom(...DAMAGES),
  at: fc.nat(1_000_000),
  value: fc.nat(1_000_000),
});
/** At the end of each run the frames are whole, so that what is wrong can come to light. */
const WHOLE = 20;
const STEP_MS = 40;
const RUNS = 110;
const LEAST = 100;

/** Plays the recording with some of its frames damaged to a collector. */
async function played(plan: readonly (Damage | undefined)[]) {
  const folder = mkdtempSync(join(tmpdir(), 'collector-'));
  const time = new ManualTime(Date.UTC(2026, 7, 2));
  const server = new BookServer(PAIR.name, PAIR.depth, time);
  const [snapshot, ...updates] = messages;
  if (snapshot === undefined) throw new Error('no stream');
  server.apply(snapshot);
  const writer = new SegmentLog({ folder, session: 'test', program: 'test', clock: time, scheduler: time });
  const failures: Error[] = [];
  const world = {
    clock: time,
    scheduler: time,
    random: new SeededRandom(1),
    transport: server,
    budget: new ConnectionBudget(),
  };
  const common = { url: 'ws://local/v2', hasTrades: false, onNote: () => {}, onFailed: (e: Error) => failures.push(e) };
  const collector = new Collector({ ...common, world, writer, pairs: [PAIR] });
  await time.advance(2000);
  const delivered: { readonly at: number; readonly bytes: Buffer; readonly isDamaged: boolean }[] = [];
  for (const [index, message] of updates.entries()) {
    await time.advance(STEP_MS);
    server.apply(message);
    const frame = frames[index + 1] ?? Buffer.alloc(0);
    const damage = index < updates.length - WHOLE ? plan[index] : undefined;
    const bytes = damage === undefined ? frame : damaged(frame, damage);
    if (!server.isWanted) continue;
    delivered.push({ at: time.now(), bytes, isDamaged: !bytes.equals(frame) });
    server.send(bytes);
  }
  await time.advance(2000);
  collector.stop();
  await writer.close('done');
  const stored = storedIn(folder);
  rmSync(folder, { recursive: true });
  return { delivered, stored, failures };
}

/** What is stored, by when it came. */
function storedIn(folder: string) {
  const { books, frames: verbatim, covers } = storedRecords(folder);
  const contents = new Map<number, string[]>();
  for (const { at, content } of books) contents.set(at, [...(contents.get(at) ?? []), content]);
  return { contents, verbatim: new Set(verbatim), covers: (at: number) => covers('book', PAIR.name, at) };
}

/** Whether a frame is stored once, as it came, or kept to the letter, or lies in a gap. */
function isAccountedFor(
  { at, bytes }: { readonly at: number; readonly bytes: Buffer },
  { contents, verbatim, covers }: ReturnType<typeof storedIn>,
): boolean {
  const found = contents.get(at) ?? [];
  if (found.length > 0) return found.length === 1 && found[0] === contentOfFrame(bytes, PAIR.name);
  // Nobody can say whose a frame is that names no pair; one that names another is nobody's.
  return covers(at) || verbatim.has(bytes.toString()) || namesAnother(bytes, PAIR.name);
}

describe('damaged frames of a recording', () => {
  it('are each stored once as they came, or lie in a gap that is written down', async () => {
    let [count, kept] = [0, 0];
    // About every second frame is damaged.
    const plans = fc.array(fc.option(anyDamage, { nil: undefined, freq: 2 }), {
      minLength: frames.length,
      maxLength: frames.length,
    });
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { delivered, stored, failures } = await played(plan);
        expect(failures).toEqual([]);
        const odd = delivered.filter(({ isDamaged }) => isDamaged);
        count += odd.length;
        kept += odd.filter(({ at }) => stored.contents.has(at)).length;
        expect(delivered.filter((one) => !isAccountedFor(one, stored)).map(({ bytes }) => bytes.toString())).toEqual(
          [],
        );
      }),
      { numRuns: RUNS },
    );
    expect(count).toBeGreaterThan(LEAST);
    expect(kept).toBeGreaterThan(LEAST / 100);
  }, 60_000);
});
