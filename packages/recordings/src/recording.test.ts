import { existsSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal, UsageError } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import { describe, expect, it } from 'vitest';
import { marketTraded } from '../testing/market-traded.js';
import { REAL_STREAMS, RECEIVED_FROM_MS, realStream } from '../testing/real-stream.js';
import { BITCOIN, newFolder } from '../testing/test-log.js';
import { openRecording as open, recorded, replayed, time } from '../testing/test-recording.js';
import { sealFolder } from './recording.js';
import { RecordingArchive } from './recording-archive.js';

describe('a recording', () => {
  it.each(REAL_STREAMS)('$name comes back from Parquet digit by digit', async ({ name, depth }) => {
    const folder = newFolder();
    const stream = realStream(name, depth);
    const { recording } = await recorded(folder, stream, 2_000);
    recording.writer.rotate();
    const sealed = await recording.seal();
    expect(sealed.length).toBeGreaterThan(2);
    expect(sealed.flatMap(({ parts }) => parts).reduce((sum, { verified }) => sum + verified, 0)).toBe(stream.length);
    await recording.close('done');
    const { books } = await replayed(folder, {}, depth);
    expect(books.map(({ event }) => event)).toEqual(stream);
    expect(books.map(({ sequence }) => sequence)).toEqual(stream.map((_, index) => index + 1));
  });

  it('is the same while parts of it are not sealed', async () => {
    const folder = newFolder();
    const stream = realStream('btcusd_sample', 25);
    const { recording } = await recorded(folder, stream, 8_000);
    expect((await replayed(folder)).books.map(({ event }) => event)).toEqual(stream);
    await recording.seal();
    expect((await replayed(folder)).books.map(({ event }) => event)).toEqual(stream);
    await recording.close('done');
  });

  it('replayed from an instant begins with the book of that instant', async () => {
    const folder = newFolder();
    const stream = realStream('btcusd_sample', 25);
    const { recording } = await recorded(folder, stream, 8_000);
    await recording.seal();
    await recording.close('done');
    const at = 1234;
    const instant = Math.round((stream[at]?.receivedAt ?? 0) * 1000);
    const reference = new OrderBook(25);
    for (const message of stream.slice(0, at)) reference.apply(message);
    const { books } = await replayed(folder, { fromUs: instant, toUs: instant + 5_000_000 });
    const [first, ...rest] = books;
    expect([first?.kind, first?.event.bids, first?.event.asks]).toEqual([
      'checkpoint',
      reference.bids.levels(),
      reference.asks.levels(),
    ]);
    const expected = stream.slice(at).filter(({ receivedAt }) => receivedAt * 1000 < instant + 5_000_000);
    expect(rest.map(({ event }) => event)).toEqual(expected);

    const archive = await RecordingArchive.open(folder);
    const found = await archive.at('XXBTZUSD', instant - 1);
    expect(found).toMatchObject({ sequence: at, state: 'verified' });
    expect(found?.book.bids.levels()).toEqual(reference.bids.levels());
    expect(await archive.at('XXBTZUSD', 5)).toBeUndefined();
    expect(await archive.at('XETHZUSD', instant)).toBeUndefined();
    await archive.close();
  });

  it('keeps trades, gaps and odd digits in their places', async () => {
    const folder = newFolder();
    const stream = realStream('btcusd_sample', 25).slice(0, 40);
    const { recording, recorder, book } = await recorded(folder, stream);
    const now = stream.at(-1)?.receivedAt ?? 0;
    const trade = { time: now, price: 63388.7, quantity: Decimal.parse('0.5'), id: 7, side: 'sell' } as const;
    const odd = { time: now, price: 1e-7, quantity: Decimal.parse('0.1234567890123') } as const;
    recorder.trades(marketTraded(now, [trade, odd]));
    recorder.gap({ channel: 'book', cause: 'mismatch', fromUs: now * 1000, toUs: now * 1000 + 5, detail: 'x' });
    const change = {
      ...(stream.at(-1) ?? { pair: '', time: 0, depth: 25 }),
      type: 'book-update',
      receivedAt: now + 1,
      bids: [{ price: '1234567890123456.7', quantity: '9007199254740993.00000001' }],
      asks: [],
      checksum: 12,
    } as const;
    recorder.book(change, book.apply(change));
    recording.writer.rotate();
    const [sealed] = await recording.seal();
    expect(sealed?.parts.map(({ kind, messages }) => [kind, messages])).toEqual([
      ['book', 41],
      ['trades', 1],
    ]);
    await recording.close('done');
    const { books, trades, gaps } = await replayed(folder);
    expect(books.at(-1)).toEqual({ kind: 'update', sequence: 42, event: change });
    expect(trades).toMatchObject([{ sequence: 41, receivedUs: now * 1000 }]);
    expect(trades[0]?.trades.map(({ quantity, ...rest }) => [quantity.toString(), rest])).toEqual([
      ['0.5', { time: now, price: 63388.7, id: 7, side: 'sell' }],
      ['0.1234567890123', { time: now, price: 1e-7 }],
    ]);
    expect(gaps).toMatchObject([{ cause: 'mismatch', detail: 'x' }]);
  });

  it('tells no whole book where nothing is missing, also when a segment ends with trades', async () => {
    const folder = newFolder();
    const stream = realStream('btcusd_sample', 25).slice(0, 60);
    const recording = await open(folder);
    const book = new OrderBook(25);
    const recorder = recording.writer.record(BITCOIN, book);
    for (const [index, message] of stream.entries()) {
      recorder.book(message, book.apply(message));
      if (index % 20 !== 19) continue;
      recorder.trades(marketTraded(message.receivedAt));
      recording.writer.rotate();
    }
    await recording.seal();
    await recording.close('done');
    const { books, trades, gaps } = await replayed(folder);
    expect(books.map(({ event }) => event)).toEqual(stream);
    expect(trades.map(({ sequence }) => sequence)).toEqual([21, 42, 63]);
    expect(gaps).toEqual([]);
  });

  it('goes on after a crash: the count too, and a gap says where nobody recorded', async () => {
    const folder = newFolder();
    const stream = realStream('btcusd_sample', 25);
    const first = await recorded(folder, stream.slice(0, 500));
    first.recording.writer.flush();
    // As a killed process leaves it: not closed, and half a frame at the end.
    const [segment = ''] = readdirSync(join(folder, 'segments'));
    await first.recording.close('a process that dies does not say this');
    const path = join(folder, 'segments', segment);
    truncateSync(path, statSync(path).size - 3);

    const second = await open(folder, { session: 'second' });
    expect(second.cuts).toMatchObject([{ path, reason: expect.stringContaining('cut off') }]);
    const snapshot = stream[0];
    if (snapshot === undefined) throw new Error('no stream');
    const book = new OrderBook(25);
    const recorder = second.writer.record(BITCOIN, book);
    expect(recorder.sequence).toBe(500);
    const again = { ...snapshot, receivedAt: RECEIVED_FROM_MS + 60_000 };
    recorder.book(again, book.apply(again));
    second.writer.rotate();
    await second.seal();
    await second.close('done');
    const { books, gaps } = await replayed(folder);
    expect(books.at(-1)).toMatchObject({ sequence: 501, kind: 'snapshot' });
    expect(gaps).toMatchObject([{ channel: 'book', cause: 'crash' }]);
    await sealFolder(folder, time);
    const after = await RecordingArchive.open(folder);
    const sessions = await after.catalogue.sessions();
    expect(sessions.map(({ stoppedUs, reason }) => [stoppedUs === undefined, reason])).toEqual([
      [true, ''],
      [false, 'done'],
    ]);
    await after.close();
  });

  it('belongs to one process at a time, and is nobody’s after it has ended', async () => {
    const folder = newFolder();
    const first = await open(folder);
    await expect(open(folder)).rejects.toThrow(UsageError);
    await expect(open(folder)).rejects.toThrow('is held by another collector');
    await first.close('done');
    await (await open(folder, { session: 'second' })).close('done');
  });

  it('keeps runs apart that have begun in the same moment', async () => {
    const folder = newFolder();
    for (let run = 0; run < 3; run += 1) {
      const recording = await open(folder, { session: 'one' });
      await recording.close(`run ${run}`);
      // The first is sealed when the second begins, the second is not when the third does.
      if (run === 0) await sealFolder(folder, time);
    }
    await sealFolder(folder, time);
    const archive = await RecordingArchive.open(folder);
    const sessions = await archive.catalogue.sessions();
    const byReason = sessions.toSorted((a, b) => (a.reason < b.reason ? -1 : 1));
    expect(byReason.map(({ name, reason }) => [name, reason])).toEqual([
      ['one', 'run 0'],
      ['one (2)', 'run 1'],
      ['one (3)', 'run 2'],
    ]);
    await archive.close();
  });

  it('cannot be read where there is none', async () => {
    await expect(RecordingArchive.open(newFolder())).rejects.toThrow('there is no recording in');
  });

  it('a part appears whole or not at all, and the segment stays until it has', async () => {
    const folder = newFolder();
    const { recording } = await recorded(folder, realStream('btcusd_sample', 25));
    recording.writer.rotate();
    const [path = ''] = recording.closedSegments();
    const [sealed] = await recording.seal();
    const part = join(folder, sealed?.parts[0]?.path ?? '');
    expect([existsSync(path), existsSync(part)]).toEqual([false, true]);
    expect(readdirSync(join(part, '..'))).toHaveLength(1);
    rmSync(part);
    await expect(replayed(folder)).rejects.toThrow(part);
    await recording.close('done');
  });
});
