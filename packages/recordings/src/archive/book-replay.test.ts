import { OrderBook } from '@fathom/order-book';
import { describe, expect, it } from 'vitest';
import { marketTraded } from '../../testing/market-traded.js';
import { realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder } from '../../testing/test-log.js';
import { openRecording, recorded, replayed, time } from '../../testing/test-recording.js';
import { sealFolder } from '../recording.js';

const SECOND = 1_000_000;
/** 200 messages in the minute from now on. */
function messages() {
  const all = realStream('btcusd_sample', 25).slice(0, 200);
  const shift = time.now() + 1 - (all[0]?.receivedAt ?? 0);
  return all.map((message) => ({ ...message, receivedAt: Math.round(message.receivedAt + shift) }));
}
const from = async (folder: string, fromUs: number, toUs?: number) =>
  (await replayed(folder, { fromUs, ...(toUs !== undefined && { toUs }) })).books;

/** A recording that ends ten seconds after its last message. */
async function stopped({ isSealed }: { isSealed: boolean }) {
  const folder = newFolder();
  const stream = messages();
  const lastUs = (stream.at(-1)?.receivedAt ?? 0) * 1000;
  const { recording } = await recorded(folder, stream);
  await time.advance(lastUs / 1000 + 10_000 - time.now());
  await recording.close('done');
  if (isSealed) await sealFolder(folder, time);
  return { folder, lastUs };
}

describe.each([{ isSealed: true }, { isSealed: false }])('replay from an instant, %j', (kind) => {
  it('begins with the book as it stayed while somebody was recording', async () => {
    const { folder, lastUs } = await stopped(kind);
    const books = await from(folder, lastUs + SECOND);
    expect(books).toMatchObject([{ kind: 'checkpoint', event: { receivedAt: (lastUs + SECOND) / 1000 } }]);
  });

  it('tells no book after the recording has ended', async () => {
    const { folder, lastUs } = await stopped(kind);
    expect(await from(folder, lastUs + 11 * SECOND)).toEqual([]);
  });

  it('tells no book of a time between two recordings', async () => {
    const { folder, lastUs } = await stopped(kind);
    await time.advance(60_000);
    const recording = await openRecording(folder, { session: 'again' });
    const book = new OrderBook(25);
    const recorder = recording.writer.record(BITCOIN, book);
    for (const message of messages()) recorder.book(message, book.apply(message));
    await recording.close('done');
    if (kind.isSealed) await sealFolder(folder, time);
    expect(await from(folder, lastUs + 20 * SECOND, lastUs + 30 * SECOND)).toEqual([]);
    const [first] = await from(folder, lastUs + 20 * SECOND);
    expect(first).toMatchObject({ kind: 'snapshot' });
  });

  it('tells no book before the first one after such a time, though market trades come before it', async () => {
    const { folder, lastUs } = await stopped(kind);
    await time.advance(60_000);
    const recording = await openRecording(folder, { session: 'again' });
    const book = new OrderBook(25);
    const recorder = recording.writer.record(BITCOIN, book);
    recorder.trades(marketTraded(time.now()));
    for (const message of messages()) recorder.book(message, book.apply(message));
    await recording.close('done');
    if (kind.isSealed) await sealFolder(folder, time);
    const told = await replayed(folder, { fromUs: lastUs + 20 * SECOND });
    expect(told.trades).toHaveLength(1);
    expect(told.gaps).toMatchObject([{ cause: 'stop' }]);
    expect(told.books[0]).toMatchObject({ kind: 'snapshot' });
  });
});

describe('replay from an instant after the last message', () => {
  it('begins with the book while the collector is still there, and tells none of a time to come', async () => {
    const folder = newFolder();
    const stream = messages();
    const { recording } = await recorded(folder, stream);
    const lastUs = (stream.at(-1)?.receivedAt ?? 0) * 1000;
    await time.advance(lastUs / 1000 + 2000 - time.now());
    expect(await from(folder, lastUs + SECOND)).toHaveLength(1);
    expect(await from(folder, lastUs + 2 * SECOND)).toHaveLength(1);
    expect(await from(folder, lastUs + 3 * SECOND)).toEqual([]);
    await recording.close('done');
  });
});
