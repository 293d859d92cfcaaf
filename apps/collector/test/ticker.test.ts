import { describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';
import { localMarket } from './local-market.js';

function user() {
  const local = localMarket(1);
  const { sockets, transport } = local;
  return { ...local, ...newUser({ time: local.time, network: { sockets, transport } }) };
}

const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line): Record<string, string> => JSON.parse(line));

describe('collector ticker', () => {
  it('appends a line each time, exact, and what went wrong to a file of its own', async () => {
    const { collector, read, kraken } = user();
    kraken.faults.add({
      match: { method: 'Ticker', skip: 2, times: 1 },
      fault: { kind: 'error', when: 'before', error: 'EService:Unavailable' },
    });
    const { code, out } = await collector(
      'ticker',
      '-c',
      'xbtusd',
      '--every',
      '10',
      '--for',
      '1m',
      '--out',
      'btc.ndjson',
    );
    expect([code, out]).toEqual([0, '']);
    const rows = lines(read('btc.ndjson'));
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatchObject({
      pair: 'XXBTZUSD',
      time: expect.stringMatching(/^2026-08-02T\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(Number(rows[0]?.['ask'])).toBeGreaterThan(Number(rows[0]?.['bid']));
    const [{ time: first = '' } = {}] = rows;
    const seconds = rows.map(({ time = '' }) => Math.round((Date.parse(time) - Date.parse(first)) / 1000));
    expect(seconds).toEqual([0, 10, 30, 40, 50]);
    expect(lines(read('btc.ndjson.errors'))).toMatchObject([
      { pair: 'XXBTZUSD', error: expect.stringContaining('EService:Unavailable') },
    ]);
  });

  it('goes on with a file that is there, and ends when it is asked to', async () => {
    const { start, time, read, write } = user();
    write('t.ndjson', '{"old":1}\n');
    const command = start('ticker', '--every', '1s', '--out', 't.ndjson');
    await time.advance(3500);
    expect(await command.end()).toBe(0);
    expect(read('t.ndjson').startsWith('{"old":1}\n{"time":')).toBe(true);
  });

  it.each([
    ['when it is told to', [] as string[], 3_000, 0, /trying again in 1 s/],
    [
      'when its time is up',
      ['--for', '20s'],
      21_000,
      4,
      /\nerror: its 20 s were up and Kraken has answered nothing: there is no ticker\n$/,
    ],
  ])('ends while Kraken cannot be reached, %s', async (_when, more, waitMs, code, message) => {
    const { start, time, kraken } = user();
    kraken.faults.add({ match: { method: '*' }, fault: { kind: 'lost', when: 'before' } });
    const command = start('ticker', '--every', '1s', '--out', 't.ndjson', ...more);
    await time.advance(waitMs);
    const ended = more.length === 0 ? command.end() : command.ended;
    expect(await ended).toBe(code);
    expect(command.err()).toContain('trying again in 1 s');
    expect(command.err()).toMatch(message);
  });

  it('that got no answer to any question ends with 4, though it knew the pair', async () => {
    const { collector, read, kraken } = user();
    kraken.faults.add({
      match: { method: 'Ticker' },
      fault: { kind: 'error', when: 'before', error: 'EService:Unavailable' },
    });
    const { code, err } = await collector('ticker', '--every', '5', '--for', '30s', '--out', 't.ndjson');
    expect(code).toBe(4);
    expect(err).toMatch(/^error: its 30 s were up and Kraken has answered nothing: there is no ticker$/m);
    expect(lines(read('t.ndjson.errors')).length).toBeGreaterThan(0);
  });

  it.each([
    ['when it is told to', ['--every', '1h', '--for', '10h']],
    ['when its last line is written', ['--every', '10', '--for', '35s']],
  ])('leaves no timer behind that would keep the process, %s', async (_when, flags) => {
    const { start, time } = user();
    const before = time.pending;
    const command = start('ticker', '--out', 't.ndjson', ...flags);
    await time.advance(34_000);
    const asked = time.now();
    expect(await command.end()).toBe(0);
    // It did not wait for its next line.
    expect(time.now() - asked).toBeLessThan(2000);
    expect(time.pending).toBe(before);
  });

  it('writes to standard output', async () => {
    const { code, out, err } = await user().collector('ticker', '--out', '-', '--every', '5', '--for', '10s');
    expect([code, err]).toEqual([0, '']);
    expect(lines(out)).toHaveLength(2);
  });

  it.each([
    [['--every', '0.5'], 2, /^error: --every 0\.5 is less than a second/],
    [['--every', 'often'], 2, /^error: --every often is not a time/],
    [['-c', 'FOO'], 2, /^error: Kraken has no pair FOO: it has BTC\/USD, ETH\/USD\n$/],
    [['-c', 'XXBTZUSB'], 2, /^error: Kraken has no pair XXBTZUSB: did you mean/],
    [['--out', 'nothing/here\0'], 3, /^error: [^\n]*cannot be written/],
  ])('%j ends with %i and one line', async (flags, code, message) => {
    const done = await user().collector('ticker', ...flags);
    expect(done.code).toBe(code);
    expect(done.err).toMatch(message);
  });
});
