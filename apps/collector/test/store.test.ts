import { fileURLToPath } from 'node:url';
import { ManualTime } from '@fathom/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../../../packages/recordings/testing/test-server.js';
import { newUser } from './command-line.js';

const SAMPLE = fileURLToPath(
  new URL('../../../packages/testkit/fixtures/kraken/crossbook/btcusd_l2.cbcap.gz', import.meta.url),
);
const network = { sockets: { open: () => Promise.reject() as never }, transport: () => Promise.reject(new Error()) };
const somebody = () => newUser({ time: new ManualTime(Date.UTC(2026, 7, 3)), network });

let server: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  server = await startPostgres();
}, 120_000);
afterAll(() => server.stop());

describe('collector --store', () => {
  it('keeps the archive in PostgreSQL: it is listed, proved, shown and exported from there', async () => {
    const { collector, files } = somebody();
    const store = ['--store', server.address];
    expect((await collector('import', SAMPLE, ...store)).out).toMatch(/301 messages \(100\.00 % verified\)/);
    expect(files().filter((name) => name.endsWith('.parquet') || name.endsWith('.sqlite'))).toEqual([]);
    expect((await collector('list', ...store)).out).toMatch(/XXBTZUSD +10 +1 +301 +100\.00 %/);
    expect((await collector('verify', ...store)).out).toContain('301 messages proved, 100.00 % verified');
    expect((await collector('at', '--pair', 'BTC/USD', '--time', '2026-08-01T02:53:58', ...store)).out).toContain(
      'verified',
    );
    const exported = await collector('export', '--pair', 'BTC/USD', '--format', 'ndjson', '--file', '-', ...store);
    expect(exported.out.trimEnd().split('\n')).toHaveLength(301);
  });

  it.each([
    ['data/elsewhere', 2, 'a store is postgres://user:password@host/database'],
    ['postgres://me:secret@127.0.0.1:1/books', 3, 'postgres://…@127.0.0.1:1/books: connect ECONNREFUSED'],
  ])('says of %s what is wrong, and no password', async (address, code, text) => {
    const { collector } = somebody();
    const result = await collector('list', '--store', address);
    expect([result.code, result.err]).toEqual([code, expect.stringContaining(text)]);
    expect(result.err).not.toContain('secret');
  });
});
