import { Decimal } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marketTraded } from '../../testing/market-traded.js';
import { REAL_STREAMS, realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder } from '../../testing/test-log.js';
import { replayed, time } from '../../testing/test-recording.js';
import { startPostgres } from '../../testing/test-server.js';
import { compact } from '../archive/compact.js';
import { prune } from '../archive/prune.js';
import { verify } from '../archive/verification.js';
import { Recording } from '../recording.js';
import { RecordingArchive } from '../recording-archive.js';
import { isPostgres, openPostgres, shownAddress } from './postgres-database.js';

let server: Awaited<ReturnType<typeof startPostgres>>;
let store = '';
beforeAll(async () => {
  server = await startPostgres();
  store = server.address;
}, 120_000);
afterAll(() => server.stop());

/** Records a stream into a new folder and the database, in segments of that size. */
async function recordedThere(stream: ReturnType<typeof realStream>, id: string, segmentBytes = 3_000) {
  const folder = newFolder();
  const recording = await Recording.open({
    folder,
    store,
    session: `a session of ${id}`,
    program: 'a test',
    clock: time,
    scheduler: time,
    segmentBytes,
  });
  const depth = stream[0]?.depth ?? 25;
  const book = new OrderBook(depth);
  const recorder = recording.writer.record({ ...BITCOIN, id, depth }, book);
  for (const [index, message] of stream.entries()) {
    recorder.book(message, book.apply(message));
    if (index % 10 === 0) {
      const at = message.receivedAt;
      const trade = {
        time: at,
        price: 63_388.5 + index / 10,
        quantity: Decimal.parse('0.25'),
        id: index,
        side: 'sell',
      } as const;
      recorder.trades(marketTraded(at, [trade]));
      recording.writer.flush();
    }
  }
  recording.writer.rotate();
  const sealed = await recording.seal();
  await recording.close('done');
  return { folder, sealed };
}

describe('a recording in PostgreSQL', () => {
  it.each(REAL_STREAMS)('$name comes back digit by digit, and is proved', async ({ name, depth, messages }) => {
    const stream = realStream(name, depth);
    const { folder, sealed } = await recordedThere(stream, `ID${depth}`);
    expect(sealed.length).toBeGreaterThan(1);
    const { books, trades } = await replayed(folder, {}, depth, { store, pair: `ID${depth}` });
    expect(books.map(({ event }) => event)).toEqual(stream);
    expect(trades).toHaveLength(Math.ceil(messages / 10));
    const archive = await RecordingArchive.open(folder, { store });
    const { days, damaged } = await verify(archive, { range: { pair: `ID${depth}` } });
    expect(damaged).toEqual([]);
    expect(days).toMatchObject([{ verified: messages, trades: Math.ceil(messages / 10) }]);
    const instant = Math.round((stream[200]?.receivedAt ?? 0) * 1000);
    expect((await archive.at(`ID${depth}`, instant))?.state).toBe('verified');
    await archive.close();
  });

  it("shows the original's columns in a view for each pair", async () => {
    const stream = realStream('btcusd_l2', 10);
    await recordedThere(stream, 'XXBTZUSD');
    const database = await openPostgres(store);
    const rows = await database.rows(
      "SELECT is_bid, price::TEXT AS price, size::TEXT AS size, type FROM orderbook_xxbtzusd WHERE type <> 'trade' ORDER BY id",
    );
    const levels = stream.flatMap(({ type, bids, asks }) => [
      ...bids.map((level) => ({ ...level, is_bid: true, type })),
      ...asks.map((level) => ({ ...level, is_bid: false, type })),
    ]);
    expect(rows).toEqual(
      levels.map(({ price, quantity, is_bid, type }) => ({ is_bid, price, size: quantity, type: type.slice(5) })),
    );
    const [trade] = await database.rows(
      'SELECT is_bid, price::TEXT AS price, size::TEXT AS size, trade_id, extract(epoch FROM ts)::TEXT AS ts FROM orderbook_xxbtzusd WHERE trade_id = 10',
    );
    expect(trade).toMatchObject({ is_bid: false, price: '63389.5', size: '0.25', trade_id: 10 });
    expect(Number(trade?.['ts'])).toBeCloseTo((stream[10]?.receivedAt ?? 0) / 1000, 5);
    const [snapshot] = await database.rows(
      'SELECT seq, snapshot FROM orderbook_snapshot_xxbtzusd ORDER BY seq LIMIT 1',
    );
    expect(snapshot).toMatchObject({ seq: 1, snapshot: { state: 'verified' } });
    await database.close();
  });

  it('finds a block that was changed, and tells nobody what stands in it', async () => {
    const { folder } = await recordedThere(realStream('btcusd_l2', 10), 'DAMAGED');
    const database = await openPostgres(store);
    await database.transaction([
      {
        sql: "UPDATE block SET body = set_byte(body, 200, get_byte(body, 200) # 1) WHERE number = 0 AND part LIKE 'book/DAMAGED/%'",
        values: [],
      },
    ]);
    await database.close();
    // A digit of a level, a time: what comes out may be a book like any other.
    await expect(replayed(folder, {}, 10, { store, pair: 'DAMAGED' })).rejects.toThrow('not those that were written');
    const archive = await RecordingArchive.open(folder, { store });
    const { damaged } = await verify(archive, { range: { pair: 'DAMAGED' } });
    await archive.close();
    expect(damaged.length).toBeGreaterThan(0);
    expect(damaged[0]?.problem).toContain('not those that were written');
  });

  it('goes on with the count, removes what is too old, and has nothing to compact', async () => {
    const { folder } = await recordedThere(realStream('btcusd_l2', 10), 'OLD');
    const clock = { now: () => time.now() + 10 * 86_400_000 };
    await expect(compact({ folder, store, clock })).rejects.toThrow('nothing to compact');
    const before = await openPostgres(store);
    await prune({ folder, store, clock, maxAgeMs: 86_400_000 });
    expect(await before.rows('SELECT count(*) AS count FROM block')).toEqual([{ count: 0 }]);
    await before.close();
  });

  it('says in one line that there is none, without the password', async () => {
    const none = 'postgres://me:secret@127.0.0.1:1/books';
    const open = Recording.open({ folder: newFolder(), store: none, program: 'a test', clock: time, scheduler: time });
    await expect(open).rejects.toThrow(/^postgres:\/\/…@127\.0\.0\.1:1\/books: connect ECONNREFUSED/);
    expect([isPostgres(none), isPostgres('data/books')]).toEqual([true, false]);
    expect(shownAddress('postgresql://u:p@h/d?password=x')).toBe('postgresql://…@h/d');
  });
});
