import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realStream } from '../../testing/real-stream.js';
import { newFolder } from '../../testing/test-log.js';
import { sealedFolder } from '../../testing/test-recording.js';
import { RecordingArchive } from '../recording-archive.js';
import { exportParquet, exportText } from './export-books.js';

const stream = realStream('btcusd_l2', 10);

async function archiveOf() {
  const { folder } = await sealedFolder(newFolder(), stream, 2_000);
  return RecordingArchive.open(folder);
}

describe('an export', () => {
  it('as NDJSON has a line a message, digits as received', async () => {
    const archive = await archiveOf();
    const pieces: string[] = [];
    const messages = await exportText(archive, { pair: 'XXBTZUSD' }, 'ndjson', (text) => void pieces.push(text));
    await archive.close();
    expect(messages).toBe(301);
    const lines = pieces.join('').trimEnd().split('\n');
    const rows = lines.map((line): unknown => JSON.parse(line));
    const pairs = (levels: (typeof stream)[number]['bids']) => levels.map(({ price, quantity }) => [price, quantity]);
    expect(rows).toEqual(
      stream.map(({ type, time, receivedAt, bids, asks }, index) => ({
        pair: 'BTC/USD',
        sequence: index + 1,
        exchangeUs: Math.round(time * 1000),
        receivedUs: Math.round(receivedAt * 1000),
        kind: type.slice(5),
        state: 'verified',
        bids: pairs(bids),
        asks: pairs(asks),
      })),
    );
  });

  it('as CSV has a line a level', async () => {
    const archive = await archiveOf();
    let text = '';
    const write = (piece: string) => {
      text += piece;
    };
    await exportText(archive, { pair: 'XXBTZUSD' }, 'csv', write);
    await archive.close();
    const [header, first, ...rest] = text.trimEnd().split('\n');
    expect(header).toBe('sequence,exchange_us,received_us,kind,state,side,price,quantity');
    const [level] = stream[0]?.bids ?? [];
    expect(first).toMatch(/^1,\d{16},\d{16},snapshot,verified,bid,/);
    expect(first?.endsWith(`,${level?.price},${level?.quantity}`)).toBe(true);
    expect(rest.length + 1).toBe(stream.reduce((sum, { bids, asks }) => sum + bids.length + asks.length, 0));
  });

  it('as Parquet is one file that anybody reads', async () => {
    const archive = await archiveOf();
    const path = join(newFolder(), 'books.parquet');
    expect(await exportParquet(archive, { pair: 'XXBTZUSD' }, path)).toBe(301);
    const { connection } = await archive.duck();
    const counted = await connection.runAndReadAll(
      `SELECT count(DISTINCT sequence), count(*), min(price) > 0 FROM '${path}' WHERE flags & 4 = 0`,
    );
    const levels = stream.reduce((sum, { bids, asks }) => sum + bids.length + asks.length, 0);
    expect(counted.getRows()).toEqual([[301n, BigInt(levels), true]]);
    expect(await exportParquet(archive, { pair: 'XETHZUSD' }, `${path}.none`)).toBe(0);
    expect(existsSync(`${path}.none`)).toBe(false);
    await archive.close();
  });
});
