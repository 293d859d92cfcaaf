import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SocketTransport } from '@fathom/exchange';
import { Recording, RecordingArchive } from '@fathom/recordings';
import { ManualTime } from '@fathom/testkit';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readHealth } from '../src/health.js';
import { newUser } from './command-line.js';
import { localMarket } from './local-market.js';

function user(seed = 1) {
  const local = localMarket(seed);
  const { sockets, transport } = local;
  return { ...local, ...newUser({ time: local.time, network: { sockets, transport } }) };
}

/** A network that is not there. */
function offline() {
  const time = new ManualTime(Date.UTC(2026, 7, 2));
  let attempts = 0;
  const sockets: SocketTransport = {
    open: (_, handlers) => {
      attempts += 1;
      time.after(1, () => handlers.closed('getaddrinfo ENOTFOUND ws.kraken.com'));
      return { send: () => {}, close: () => {}, terminate: () => {} };
    },
  };
  const network = { sockets, transport: () => Promise.reject(new Error('no network')) };
  return { time, attempts: () => attempts, ...newUser({ time, network }) };
}

// Time moved by hand would run away from a command that is still being loaded.
beforeAll(async () => void (await import('../src/start/command.js')), 60_000);

describe('collector start', () => {
  it('records a book and its market trades, seals them, and tells what it has', async () => {
    const { collector, folder, files } = user();
    const { code, out, err } = await collector('start', '--for', '2m');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^collecting BTC\/USD at depth 100, with market trades$/m);
    expect(out).toMatch(
      /^[\d,]+ messages \(100\.00 % verified\) and [\d,]+ trades in \d\d:\d\d, 0 gaps, .* into .*data\/books$/m,
    );
    expect(files('data/books').filter((name) => name.endsWith('.parquet'))).toHaveLength(2);
    // What one says, the others say: messages and trades apart, and a start is no gap.
    const [, messages, traded] = /^([\d,]+) messages \(.*\) and ([\d,]+) trades in/m.exec(out) ?? [];
    expect(out).toMatch(new RegExp(`sealed ${messages} messages and ${traded} trades into 2 parts`));
    const listed = await collector('list');
    expect(listed.out).toMatch(new RegExp(`^XXBTZUSD +100 +1 +${messages} +100\\.00 % +${traded} +0 `, 'm'));
    const verified = await collector('verify');
    expect(verified.out).toMatch(new RegExp(`^XXBTZUSD .* ${messages} .* ${traded} +-$`, 'm'));
    expect((await collector('status')).out).toMatch(/Gaps +0$/m);
    const archive = await RecordingArchive.open(join(folder, 'data/books'));
    const seen = { verified: 0, other: 0, trades: 0 };
    await archive.replay(
      { pair: 'XXBTZUSD' },
      {
        book: ({ state }) => (seen[state === 'verified' ? 'verified' : 'other'] += 1),
        trades: ({ trades }) => (seen.trades += trades.length),
        gap: () => {},
      },
    );
    await archive.close();
    expect(seen.verified).toBeGreaterThan(100);
    expect(seen.trades).toBeGreaterThan(100);
    expect(seen.other).toBe(0);
  });

  it('is what happens without a command', async () => {
    const { code, out } = await user().collector('--pairs', 'ETH/USD', '--for', '10s');
    expect(code).toBe(0);
    expect(out).toMatch(/^collecting ETH\/USD at depth 100/m);
  });

  it('goes on with what there is when a pair is unknown', async () => {
    const { collector } = user();
    const { code, out } = await collector('start', '--pairs', 'XXBTZUSB,ETH/USD', '--no-trades', '--for', '30s');
    expect(code).toBe(0);
    expect(out).toMatch(/^Kraken has no pair XXBTZUSB: did you mean XXBTZUSD\?; the others go on$/m);
    expect(out).toMatch(/^collecting ETH\/USD at depth 100$/m);
    expect(out).toMatch(/ and 0 trades in 30 s/);
  });

  it.each([
    [['--all'], /^collecting BTC\/USD, ETH\/USD at depth 10,/m],
    [['--quote', 'usd'], /^collecting BTC\/USD, ETH\/USD at depth 10,/m],
    [['--top', '1'], /^collecting (BTC|ETH)\/USD at depth 10,/m],
  ])('takes %j', async (flags, line) => {
    const { code, out } = await user().collector('start', ...flags, '--depth', '10', '--for', '20s');
    expect(code).toBe(0);
    expect(out).toMatch(line);
  });

  it('ends in good order when it is asked to, and says so ever after', async () => {
    const { start, time, collector } = user();
    const command = start('start');
    await time.advance(12_000);
    const during = await collector('status');
    expect([during.code, during.err]).toEqual([0, '']);
    expect(during.out).toMatch(/^.*data\/books: process \d+ has been collecting for \d\d[ :]/m);
    expect(during.out).toMatch(/Books verified now +1 of 1/);
    expect(await command.end()).toBe(0);
    const after = await collector('status');
    expect(after.code).toBe(5);
    expect(after.err).toMatch(/^error: .*data\/books: stopped at 2026-08-02 \d\d:\d\d:\d\d UTC: asked to stop\n$/);
  });

  it('says how it ended while nobody else can have begun there', async () => {
    const { collector, folder } = user();
    const said: (string | undefined)[] = [];
    const close = vi.spyOn(Recording.prototype, 'close').mockImplementationOnce(async function (
      this: Recording,
      reason,
    ) {
      said.push(readHealth(join(folder, 'data/books'))?.state);
      await this.close(reason);
    });
    await collector('start', '--pairs', 'XXBTZUSB', '--for', '5s');
    close.mockRestore();
    expect(said).toEqual(['failed']);
  });

  it.runIf(process.platform === 'linux')('does not hang where no folder can be made', async () => {
    const { code, err } = await user().collector('start', '--out', '/proc/nowhere');
    expect(code).toBe(3);
    expect(err).toBe('error: no such file or folder while making /proc/nowhere/segments\n');
  });

  it('ends with 3 when its folder is removed', async () => {
    const { start, folder, time } = user();
    const running = start('start', '--for', '1h');
    await vi.waitFor(async () => {
      await time.advance(100);
      expect(running.out()).toMatch(/^collecting /m);
    });
    rmSync(join(folder, 'data/books'), { recursive: true });
    let code: number | undefined;
    void running.ended.then((ended) => (code = ended));
    await vi.waitFor(async () => {
      await time.advance(100);
      expect(code).toBe(3);
    });
    expect(running.err()).toMatch(/^error: no such file or folder while writing [^\n]*\.segment\n$/);
    expect(running.out()).toMatch(/\.segment is gone: somebody removed it, and what stood in it is missing$/m);
  });

  it('leaves a folder to who records there already', async () => {
    const first = user();
    const command = first.start('start');
    await first.time.advance(5000);
    const second = await first.collector('start', '--for', '5s');
    expect(second.code).toBe(2);
    expect(second.err).toMatch(/^error: .*recorder\.lock is held by another collector\n$/);
    expect(await command.end()).toBe(0);
  });

  it('says once that there is no network, names the remedy, and goes on trying', async () => {
    const { collector, attempts } = offline();
    const { code, out, err } = await collector('start', '--for', '5m');
    expect(code).toBe(4);
    expect(err).toBe(
      'error: its 05:00 were up and Kraken was never reached: nothing is recorded (getaddrinfo ENOTFOUND ws.kraken.com)\n',
    );
    expect(out.match(/cannot be reached/g)).toHaveLength(1);
    expect(out).toMatch(
      /^Kraken cannot be reached \(getaddrinfo ENOTFOUND ws\.kraken\.com\): trying again; .* -x rehearsal needs none$/m,
    );
    expect(attempts()).toBeGreaterThan(5);
    expect(attempts()).toBeLessThan(30);
  });

  it('says that Kraken did not tell the most traded pairs when its time is up', async () => {
    const { collector, kraken } = user();
    kraken.faults.add({ match: { method: '*' }, fault: { kind: 'lost', when: 'before' } });
    const { code, err } = await collector('start', '--top', '1', '--for', '20s');
    expect(code).toBe(4);
    expect(err).toMatch(
      /^error: its 20 s were up and Kraken did not say which pairs are traded most: nothing is recorded( \(.+\))?$/m,
    );
  });

  it('leaves no timer behind when it ends long before its time is up', async () => {
    const { start, time } = user();
    const first = start('start', '--for', '1s');
    await time.advance(3000);
    await first.ended;
    const before = time.pending;
    const command = start('start', '--for', '10h');
    await time.advance(5000);
    expect(await command.end()).toBe(0);
    expect(time.pending).toBe(before);
  });

  it('that is told to stop before Kraken was reached is no error', async () => {
    const { start, time } = offline();
    const command = start('start');
    await time.advance(20_000);
    expect(await command.end()).toBe(0);
    expect(command.err()).toBe('');
  });

  it('rehearses without a network, into a folder of its own', async () => {
    const { collector, files } = offline();
    const { code, out } = await collector('start', '-x', 'rehearsal', '--for', '20s');
    expect(code).toBe(0);
    expect(out).toMatch(/100\.00 % verified/);
    expect(files('data').every((name) => name.startsWith('data/rehearsal-books/'))).toBe(true);
  });

  it.each([
    [['--depth', '50'], /^error: Kraken has no books of depth 50: --depth is 10, 25, 100, 500, 1000\n$/],
    [['--for', 'ever'], /^error: --for ever is not a time like 90s, 15m, 1h or 2d\n$/],
    [['--pairs', ','], /^error: --pairs names no pair: XXBTZUSD,ETH\/USD\n$/],
    [['--pairs', 'BTC/USD', '--all'], /^error: give --pairs, or --all, --quote and --top, not both\n$/],
    [['--top', '0'], /^error: --top 0 is not a number of pairs\n$/],
    [['-x', 'binance'], /^error: exchange binance is not kraken or rehearsal\n$/],
    [['--pairs', 'XXBTZUSB'], /^error: Kraken has no pair XXBTZUSB: did you mean XXBTZUSD\?\n$/],
    [['--quote', 'XYZ'], /^error: Kraken has no pairs quoted in XYZ\n$/],
    [['--store', 'mysql://me:hush@host/db'], /^error: a store is postgres:\/\/user:password@host\/database\n$/],
    [['--keep', 'some'], /^error: --keep some is not a time/],
    [['--keep-size', '1X'], /^error: --keep-size 1X is not a size/],
    [['--statsd', 'a b'], /^error: --statsd a b is not HOST or HOST:PORT\n$/],
    [['--depht', '10'], /^error: unknown option '--depht' .*--depth.*\n$/],
    [['now'], /^error: unknown command now: there are start, status, .*\n$/],
  ])('%j is a mistake of the user, in one line', async (flags, message) => {
    const { code, err } = await user().collector('start', ...flags);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('cannot record where it may not write', async () => {
    const { collector, write } = user();
    write('occupied', 'a file');
    const { code, err } = await collector('start', '--out', 'occupied');
    expect(code).toBe(3);
    expect(err).toMatch(/^error: [^\n]*occupied[^\n]*\n$/);
  });

  it('leaves no timer and no open socket behind', async () => {
    const { collector, kraken, time, folder } = user();
    await collector('start', '--for', '10s');
    const before = time.pending;
    await time.advance(60_000);
    expect(time.pending).toBe(before);
    expect(kraken).toBeDefined();
    expect(readdirSync(join(folder, 'logs'))).toHaveLength(1);
  });
});
