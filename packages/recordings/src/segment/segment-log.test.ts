import { rmSync, statSync } from 'node:fs';
import { type BookLevel, DataError, Decimal, unitsText } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import { describe, expect, it } from 'vitest';
import { marketTraded } from '../../testing/market-traded.js';
import { KeptRecords } from '../../testing/kept-records.js';
import { REAL_STREAMS, RECEIVED_FROM_MS, realStream } from '../../testing/real-stream.js';
import { BITCOIN, testLog } from '../../testing/test-log.js';
import { type AppendFile, createAppendFile } from './append-file.js';
import { readSegment } from './read-segment.js';

const read = (path: string) => {
  const kept = new KeptRecords();
  return { kept, end: readSegment(path, kept) };
};

const unitsOf = (levels: readonly BookLevel[]) =>
  levels.flatMap(({ price, quantity }) => [price, quantity].map((digits) => Number(digits.replace('.', ''))));

const plain = (trade: { quantity: Decimal }) => ({ ...trade, quantity: trade.quantity.toString() });

/** A file that the disk keeps at once. */
const synced = (path: string): AppendFile => ({ ...createAppendFile(path), sync: (done) => done(undefined) });

describe('a segment log', () => {
  it.each(REAL_STREAMS)('gives $name back: digits, times, checksums, states', async ({ name, depth, messages }) => {
    const { log, paths } = testLog();
    const book = new OrderBook(depth);
    const recorder = log.record({ ...BITCOIN, depth }, book);
    const stream = realStream(name, depth);
    for (const message of stream) recorder.book(message, book.apply(message));
    await log.close('done');
    const { kept, end } = read(paths()[0] ?? '');
    expect(kept.books.map(({ event }) => event)).toEqual(stream);
    expect(kept.books.map(({ sequence }) => sequence)).toEqual(Array.from(stream, (_, index) => index + 1));
    expect(kept.books.filter(({ state }) => state === 'verified')).toHaveLength(messages);
    expect(kept.sessions.map(({ type, detail }) => [type, detail])).toEqual([
      ['started', 'a test'],
      ['stopped', 'done'],
    ]);
    expect(end.damage).toBeUndefined();
  });

  it('writes whole numbers as the digits they stand for, and those too large for a record as text', async () => {
    const { log, paths } = testLog();
    const book = new OrderBook(25);
    const recorder = log.record({ ...BITCOIN, depth: 25 }, book);
    const [snapshot, ...updates] = realStream('btcusd_sample', 25).slice(0, 50);
    if (snapshot === undefined) throw new Error('no stream');
    const most = { price: '64000.1', quantity: unitsText(Number.MAX_SAFE_INTEGER, 8) };
    const stream = [snapshot, { ...snapshot, asks: [most] }, ...updates];
    for (const message of stream) {
      const { bids, asks } = message;
      const units = { priceDecimals: 1, quantityDecimals: 8, bids: unitsOf(bids), asks: unitsOf(asks) };
      // Only who cannot use the whole numbers may read texts.
      const isText = asks.includes(most);
      recorder.book({ ...message, ...(isText ? {} : { bids: [], asks: [] }), units }, 'suspect');
    }
    await log.close('done');
    expect(read(paths()[0] ?? '').kept.books.map(({ event }) => event)).toEqual(stream);
  });

  it('has written what was told when the tick ends, and not before', () => {
    const { log, endTick, paths } = testLog();
    const [snapshot] = realStream('btcusd_sample', 25);
    if (snapshot === undefined) throw new Error('no stream');
    const book = new OrderBook(25);
    log.record(BITCOIN, book).book(snapshot, book.apply(snapshot));
    expect(read(paths()[0] ?? '').kept.books).toHaveLength(0);
    endTick();
    expect(read(paths()[0] ?? '').kept.books).toHaveLength(1);
  });

  it('asks the disk to keep a write 20 ms later, and again for what came meanwhile', async () => {
    const syncs: number[] = [];
    let finish: ((error: unknown) => void) | undefined;
    const { log, time, endTick } = testLog({
      createFile: (path) => ({
        ...createAppendFile(path),
        sync: (done) => {
          syncs.push(time.now());
          finish = done;
        },
      }),
    });
    const start = time.now();
    await time.advance(30);
    log.frame('x', start, 'odd');
    endTick();
    await time.advance(100);
    expect(syncs).toEqual([start + 20]);
    finish?.(undefined);
    await time.advance(20);
    expect(syncs).toEqual([start + 20, start + 150]);
    expect(log.figures.longestUnsyncedMs).toBe(130);
  });

  it('keeps gaps, trades and frames in their order', async () => {
    const { log, paths, time } = testLog();
    const recorder = log.record(BITCOIN, new OrderBook(25));
    const now = time.now();
    const gap = {
      channel: 'book',
      cause: 'disconnect',
      fromUs: 1,
      toUs: now * 1000 + 1,
      detail: 'socket closed',
    } as const;
    recorder.gap(gap);
    const trades = [
      {
        time: now + 0.123,
        price: 63388.7,
        quantity: Decimal.parse('0.00000001'),
        id: 2_000_000_000_000_000,
        side: 'buy',
      },
      { time: now - 5, price: 1e-9, quantity: Decimal.parse('123456789012345678901234567890.5') },
      { time: now, price: 3, quantity: Decimal.ONE, id: 1, side: 'sell' },
    ] as const;
    recorder.trades({ ...marketTraded(now, trades), isSnapshot: true });
    log.frame('{"channel":"oddities"\u2028}', now, 'not known');
    await log.close('done');
    const { kept } = read(paths()[0] ?? '');
    expect(kept.gaps).toEqual([{ pair: 'XXBTZUSD', gap }]);
    const [tape] = kept.tapes;
    expect(tape).toMatchObject({ sequence: 1, isSnapshot: true, receivedUs: now * 1000 });
    expect(tape?.trades.map(plain)).toEqual(trades.map(plain));
    expect(kept.frames).toEqual([
      { receivedUs: now * 1000, reason: 'not known', text: '{"channel":"oddities"\u2028}' },
    ]);
  });

  it('keeps no message of market trades without any', async () => {
    const { log, paths, time } = testLog();
    const recorder = log.record(BITCOIN, new OrderBook(25));
    const receivedAt = time.now();
    recorder.trades({ ...marketTraded(receivedAt, []), isSnapshot: true });
    await log.close('done');
    expect([recorder.sequence, read(paths()[0] ?? '').kept.tapes]).toEqual([0, []]);
  });

  it('keeps what an exchange never says in a form that can be read again', async () => {
    const { log, paths, time } = testLog();
    const recorder = log.record(BITCOIN, new OrderBook(25));
    const receivedAt = time.now();
    const odd = { time: 253_402_300_799_999, price: 1, quantity: Decimal.ONE, id: 2 ** 53 } as const;
    const book = { pair: 'BTC/USD', time: Number.NaN, receivedAt, depth: 25, bids: [], asks: [], checksum: 0 } as const;
    recorder.trades(marketTraded(receivedAt, [odd]));
    recorder.book({ ...book, type: 'book-snapshot' }, 'verified');
    expect(() => recorder.gap({ channel: 'book', cause: 'silence', fromUs: Number.NaN, toUs: 1, detail: '' })).toThrow(
      'fromUs',
    );
    await log.close('done');
    const { kept } = read(paths()[0] ?? '');
    expect(kept.tapes[0]?.trades).toEqual([{ time: receivedAt, price: 1, quantity: Decimal.ONE }]);
    expect(kept.books[0]?.event.time).toBe(receivedAt);
    expect(kept.sessions).toHaveLength(2);
  });

  it('begins every segment with the whole book, so that each can be read alone', async () => {
    const closed: string[] = [];
    const { log, paths, endTick } = testLog({ segmentBytes: 4_000, onClosed: (path) => closed.push(path) });
    const book = new OrderBook(25);
    const recorder = log.record(BITCOIN, book);
    for (const message of realStream('btcusd_sample', 25)) {
      recorder.book(message, book.apply(message));
      endTick();
    }
    await log.close('done');
    expect(closed).toEqual(paths());
    expect(closed.length).toBeGreaterThan(5);
    let messages = 0;
    for (const path of closed) {
      const replayed = new OrderBook(25);
      const kept = new KeptRecords();
      readSegment(path, {
        pair: (pair, sequence) => kept.pair(pair, sequence),
        book: (record) => {
          expect(record.applyTo(replayed)).toBe('verified');
          if (record.kind !== 'checkpoint') messages += 1;
          kept.book(record);
        },
        trades: () => {},
        gap: () => {},
        frame: () => {},
        session: () => {},
      });
      expect(kept.books[0]?.event.type).toBe('book-snapshot');
      expect(statSync(path).size).toBeLessThan(9_000);
    }
    expect(messages).toBe(2052);
  });

  it('goes on with the count of a pair', async () => {
    const { log, paths } = testLog({
      ends: new Map([
        ['XXBTZUSD', { sequence: 41, receivedUs: 7, isStopped: false, channels: ['book', 'market-trades'] }],
      ]),
    });
    const book = new OrderBook(25);
    const recorder = log.record(BITCOIN, book);
    expect([recorder.sequence, recorder.lastReceivedUs]).toEqual([41, 7]);
    const [snapshot] = realStream('btcusd_sample', 25);
    if (snapshot !== undefined) recorder.book(snapshot, book.apply(snapshot));
    await log.close('done');
    const { kept } = read(paths()[0] ?? '');
    expect(kept.books.map(({ sequence }) => sequence)).toEqual([42]);
    expect(kept.gaps.map(({ gap: { channel, cause, fromUs, toUs } }) => [channel, cause, fromUs, toUs])).toEqual([
      ['book', 'crash', 7, RECEIVED_FROM_MS * 1000],
      ['market-trades', 'crash', 7, RECEIVED_FROM_MS * 1000],
    ]);
    expect(() => recorder.gap({ channel: 'book', cause: 'silence', fromUs: 1, toUs: 2, detail: '' })).toThrow(
      'is closed',
    );
  });

  it('takes a new precision from a snapshot, and keeps digits that fit none as text', async () => {
    const { log, paths } = testLog();
    const book = new OrderBook(25);
    const recorder = log.record(BITCOIN, book);
    const message = (type: 'book-snapshot' | 'book-update', price: string, quantity: string) => {
      const levels = { bids: [{ price, quantity }], asks: [{ price: '9', quantity: '1' }] };
      const event = { type, pair: 'BTC/USD', time: 5, receivedAt: 6, depth: 25, checksum: 0, ...levels };
      recorder.book(event, book.apply(event));
      return event;
    };
    const sent = [
      message('book-snapshot', '7', '2'),
      message('book-update', '8', '12345678901234567890.12345678'),
      message('book-update', '08.10', '3'),
      message('book-update', '6', '3'),
    ];
    await log.close('done');
    const { kept } = read(paths()[0] ?? '');
    expect(kept.books.map(({ event }) => event)).toEqual(sent);
    expect(kept.pairs.map(({ pair }) => [pair.priceDecimals, pair.quantityDecimals])).toEqual([
      [1, 8],
      [0, 0],
    ]);
  });

  it.each(['while it is written', 'before it is closed'])(
    'goes on in a new one when its own is removed %s',
    async (when) => {
      const lost: string[] = [];
      const { log, endTick, paths, time } = testLog({ createFile: synced, onLost: (path) => lost.push(path) });
      const book = new OrderBook(25);
      const recorder = log.record(BITCOIN, book);
      const [first, second, third, last] = realStream('btcusd_sample', 25);
      if (first === undefined || second === undefined || third === undefined || last === undefined)
        throw new Error('none');
      recorder.book(first, book.apply(first));
      endTick();
      await time.advance(30);
      const [gone = ''] = paths();
      rmSync(gone);
      recorder.book(second, book.apply(second));
      endTick();
      if (when === 'while it is written') {
        await time.advance(20);
        for (const message of [third, last]) recorder.book(message, book.apply(message));
        endTick();
      }
      await log.close('done');
      expect(lost).toEqual([gone]);
      const [path = ''] = paths();
      const { kept, end } = read(path);
      expect([paths().length, end.damage, kept.sessions.map(({ type }) => type)]).toEqual([1, undefined, ['stopped']]);
      // It says how far the count had got, and how the book was.
      expect(kept.pairs).toEqual([{ pair: BITCOIN, sequence: 2 }]);
      expect(kept.books.map(({ kind, sequence }) => [kind, sequence])).toEqual(
        when === 'while it is written'
          ? [
              ['checkpoint', 2],
              ['update', 3],
              ['update', 4],
            ]
          : [['checkpoint', 2]],
      );
    },
  );

  it('fails when its folder is gone too', async () => {
    const errors: unknown[] = [];
    const { log, endTick, folder, time } = testLog({ createFile: synced, onFailed: (error) => errors.push(error) });
    rmSync(folder, { recursive: true });
    log.frame('x', time.now(), 'odd');
    endTick();
    await time.advance(20);
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining('no such file or folder') })]);
    expect(() => log.frame('x', time.now(), 'odd')).toThrow('no such file or folder');
    await expect(log.close('failed')).resolves.toBeUndefined();
  });

  it('stops for good when the disk is full, with what was written before intact', async () => {
    const errors: unknown[] = [];
    let room = 3_000;
    const createFile = (path: string): AppendFile => {
      const file = createAppendFile(path);
      return {
        ...file,
        append: (parts) => {
          room -= parts.reduce((sum, part) => sum + part.length, 0);
          if (room < 0) throw new DataError(`no space left on device while writing ${path}`);
          file.append(parts);
        },
      };
    };
    const { log, endTick, paths } = testLog({ createFile, onFailed: (error) => errors.push(error) });
    const book = new OrderBook(25);
    const recorder = log.record(BITCOIN, book);
    let told = 0;
    expect(() => {
      for (const message of realStream('btcusd_sample', 25)) {
        recorder.book(message, book.apply(message));
        endTick();
        told += 1;
      }
    }).toThrow('no space left on device');
    expect(errors).toHaveLength(1);
    await log.close('full');
    const { kept, end } = read(paths()[0] ?? '');
    // The last one told is the one that found no room.
    expect(kept.books).toHaveLength(told - 1);
    expect(end.damage).toBeUndefined();
  });
  it('that fails just when its segment is full throws nothing into the event loop', () => {
    let isFull = false;
    const errors: unknown[] = [];
    const createFile = (path: string): AppendFile => {
      const file = createAppendFile(path);
      const append = (parts: readonly Uint8Array[]) => {
        if (isFull) throw new DataError(`no space left on device while writing ${path}`);
        file.append(parts);
      };
      return { ...file, append };
    };
    const { log, endTick, time } = testLog({ createFile, segmentBytes: 1, onFailed: (error) => errors.push(error) });
    log.frame('x', time.now(), 'odd');
    isFull = true;
    expect(endTick).not.toThrow();
    expect(errors).toHaveLength(1);
  });
});
