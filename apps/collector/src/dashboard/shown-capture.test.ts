import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OrderBook } from '@fathom/order-book';
import { Recording } from '@fathom/recordings';
import { ManualTime, recordedBookMessages } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import type { View } from '../start/view.js';
import { ShownCapture } from './shown-capture.js';

const START = Date.UTC(2026, 7, 2);
const PAIR = { name: 'BTC/USD', id: 'XXBTZUSD', depth: 25, priceDecimals: 1, quantityDecimals: 8 };

/** A recording of one book that was received a second after `START`, and stopped after ten. */
async function stopped() {
  const folder = mkdtempSync(join(tmpdir(), 'fathom-shown-'));
  const time = new ManualTime(START);
  const recording = await Recording.open({ folder, program: 'a test', clock: time, scheduler: time });
  const book = new OrderBook(25);
  const [snapshot] = recordedBookMessages('btcusd_sample');
  if (snapshot === undefined) throw new Error('no stream');
  const message = { ...snapshot, depth: 25, time: START, receivedAt: START + 1000 };
  recording.writer.record(PAIR, book).book(message, book.apply(message));
  await time.advance(10_000);
  await recording.close('done');
  await time.advance(50_000);
  const view = () => ({ now: time.now() }) as View;
  return new ShownCapture({ folder, store: undefined, view, collector: () => undefined });
}

describe('what a page shows of a capture', () => {
  it('is no book of a time when nobody was recording', async () => {
    const shown = await stopped();
    expect(await shown.at('XXBTZUSD', START + 10_000)).toMatchObject({ state: 'verified', receivedAt: START + 1000 });
    expect(await shown.at('XXBTZUSD', START + 10_001)).toBeUndefined();
    expect(await shown.at('XXBTZUSD', START)).toBeUndefined();
  });
});
