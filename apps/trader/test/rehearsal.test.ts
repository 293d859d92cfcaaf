import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HttpTransport, TransportError } from '@fathom/exchange';
import { ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';
import { whileTimePasses } from './moved-time.js';
import { rehearsingUser } from './rehearsals.js';

describe('trader -x rehearsal', () => {
  it('trades the recorded market over the live path: candles, a trade opened and closed, the ledger on disk', async () => {
    const { files, trader } = rehearsingUser();
    const { code, out, err } = await trader('-x', 'rehearsal', '--for', '20');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('REHEARSAL - ');
    expect(out).toContain(' on REHEARSAL with MACD Strategy @ 1 minute period');
    // The recorded hour of 2021-06-21 18:00 UTC.
    expect(out).toContain(' Open: 32800.9 Close: 32586.9 High: 32869 Low: 32272.3 Current: 32586.9\n');
    // What a backtest of these candles does too: it enters at 21:00 (and at 02:00), and is stopped out within the hour.
    expect(out).toMatch(/Trade \d+ opened: 0\.002 BTC @ 32590\.5\n/);
    expect(out).toMatch(/Trade \d+ closed: stopLoss\n/);
    expect(out).toMatch(
      /BUY 0\.002 @ 32590\.5 = \$65\.181 O\w{5}-\w{5}-\w{6} CLOSED Exit Price: 31[\d.]+ P\/L: -\$2\.\d+ /,
    );
    expect(out).toMatch(/Trade \d+ opened: 0\.002 BTC @ 326[\d.]+\n/);
    expect(out).toMatch(/Trade \d+ closed: takeProfit\n/);
    expect(out).toMatch(/Stopped\. 2 trades closed, 0 open, 0 orders on their way or resting; 999[\d.]+ USD and 0 BTC/);
    // The ledger, and that the local Kraken's records say the same.
    expect(out).toMatch(/\nTRADES\nOpened +Status +Side +Quantity +Price +Exit +P\/L +Closed by\n/);
    expect(out).toMatch(/\n {2}Kraken {6}\d+ orders, 4 fills of the account in BTC\/USD: no difference\n/);
    expect(files().some((name) => /ledgers.\d+-rehearsal-\d+\.sqlite$/.test(name))).toBe(true);

    const ledger = await trader('ledger', '--format', 'rows');
    expect(ledger.code).toBe(0);
    const rows = ledger.out.trimEnd().split('\n');
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(out).toContain(row);
    const events = (await trader('ledger', '--format', 'events')).out.trimEnd().split('\n');
    expect(JSON.parse(events[0] ?? '')).toMatchObject({
      type: 'ledger-opened',
      mode: 'rehearsal',
      startBalance: '10000',
    });
  });

  it.each([
    [['--live'], 'a rehearsal is never --live'],
    [
      ['-c', 'ETH/USD'],
      'a rehearsal plays the recorded BTC/USD, and nothing of ETH/USD is recorded: trade that on paper',
    ],
    [['-p', '7'], 'period 7 is not one of'],
    [['--strategy', 'macdd'], 'did you mean macd'],
    [['--volume', '0.00001'], '--volume 0.00001 BTC is below the 0.00005 that Kraken takes at least in BTC/USD'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await rehearsingUser().trader('-x', 'rehearsal', ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('trader ledger', () => {
  it('says where it looked when there is none', async () => {
    const { code, err } = await newUser().trader('ledger');
    expect(code).toBe(3);
    expect(err).toMatch(/^error: there are no ledgers in .*ledgers: a bot that trades makes one\n$/);
  });
});

const longText = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64');
const keys = { KRAKEN_API_KEY: longText(42), KRAKEN_API_SECRET: longText(64) };
const refusing: HttpTransport = () => Promise.reject(new TransportError('dns', 'api.kraken.com: name not found'));
const silent: HttpTransport = () => new Promise(() => undefined);

describe('trader without a command', () => {
  it('says in one line that there is no network and what to do, and goes on trying', async () => {
    const time = new ManualTime(Date.UTC(2026, 7, 2));
    const asked: string[] = [];
    const transport: HttpTransport = ({ url }) => {
      asked.push(url);
      return Promise.reject(new TransportError('dns', 'api.kraken.com: name not found'));
    };
    const { trader, folder } = newUser({ network: { transport, time } });
    void trader('--log');
    const lines = () => {
      const [file = ''] = readdirSync(join(folder, 'logs'));
      return readFileSync(join(folder, 'logs', file), 'utf8')
        .split('\n')
        .filter((line) => line.includes('WARN'));
    };
    // The first call loads what it needs from disk, which takes as long as it takes.
    while (asked.length === 0) await time.advance(10);
    await time.advance(200_000);
    expect(lines()[0]).toContain('name not found: trying again in 1 s (-x rehearsal trades a recorded market');
    expect(
      lines()
        .slice(1, 8)
        .map((line) => /in (\d+) s$/.exec(line)?.[1]),
    ).toEqual(['2', '4', '8', '16', '32', '60', '60']);
  });

  it.each([
    ['on paper', [], refusing],
    ['live', ['--live'], refusing],
    ['where nothing answers', ['--live'], silent],
  ])('ends %s when --for is over and Kraken has not answered', async (_, args, transport) => {
    const time = new ManualTime(Date.UTC(2026, 7, 2));
    const user = newUser({ network: { transport, time }, env: keys });
    const { code, out, err } = await whileTimePasses(time, user.trader(...args, '--for', '6'), 100);
    expect([code, err]).toEqual([4, 'error: --for 6 is over, and Kraken has not answered: check the network\n']);
    expect(out.includes('-x rehearsal')).toBe(args.length === 0);
    expect(out.includes('(check the network; until Kraken answers nothing is entered')).toBe(
      args.length > 0 && transport === refusing,
    );
    const status = await whileTimePasses(time, user.trader('status'), 100);
    expect(status.out.replaceAll(/\s+/g, ' ')).toContain('ended with exit code 4: --for 6 is over, and Kraken');
  });

  it('asks for keys before it trades live, and sends nothing', async () => {
    for (const flag of ['--live', '--validate']) {
      const { code, out, err } = await rehearsingUser().trader(flag);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(new RegExp(`^error: ${flag} needs keys: [^\\n]*\\n$`));
    }
  });
});
