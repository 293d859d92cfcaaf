import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../test/build.js';
import { newUser } from './command-line.js';
import { type Shown, watchedRehearsal } from './watched-rehearsal.js';

// The pages are served as they were built.
beforeAll(() => build(), 300_000);

const TOKENS = 'data/state/dashboard-tokens.json';

describe('trader --dashboard', () => {
  it('shows a rehearsal as it trades; its kill switch stops entries and closes what is open, and says who it was', async () => {
    const bot = await watchedRehearsal('--dashboard-control', '--for', '600');
    const { ask, until, status, url, folder, err } = bot;
    await until(async () => ((await status())?.openTrades.length ?? 0) > 0);
    const [{ about }] = (await ask<Shown[]>('/api/bots')) as [Shown];
    expect(about).toMatchObject({ mode: 'rehearsal', pair: 'BTC/USD', strategy: 'MACD Strategy' });
    const of = `/api/bots/${about.id}`;
    const chart = await ask<{ candles: unknown[]; indicators: Record<string, (number | null)[]> }>(`${of}/chart`);
    expect(chart.candles.length).toBeGreaterThan(700);
    expect(chart.indicators['macd.histogram']?.at(-1)).toEqual(expect.any(Number));
    const orders = await ask<{ purpose: string; status: string }[]>(`${of}/orders`);
    expect(orders.map(({ purpose, status: one }) => [purpose, one])).toEqual(
      expect.arrayContaining([
        ['entry', 'filled'],
        ['stop', 'open'],
      ]),
    );
    expect(JSON.stringify(await ask(`${of}/log`))).toContain('REHEARSAL - ');

    // The token was shown once, on the terminal, and is in no file.
    const token = /control, shown this once: (\S+)/.exec(err())?.[1] ?? '';
    expect(token).toHaveLength(43);
    const files = readdirSync(folder, { recursive: true }).map(String);
    const kept = files.filter((name) => statSync(join(folder, name)).isFile());
    expect(kept.length).toBeGreaterThan(2);
    expect(kept.filter((name) => readFileSync(join(folder, name)).includes(token))).toEqual([]);
    expect(statSync(join(folder, TOKENS)).mode & 0o777).toBe(0o600);

    const kill = (headers: Record<string, string>) =>
      fetch(`${url}${of}/actions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"action":"kill"}',
      });
    expect((await kill({})).status).toBe(403);
    const answer = await kill({ authorization: `Bearer ${token}` });
    expect(await answer.json()).toEqual({ text: 'entries are stopped; 1 trade(s) are being closed at the market' });
    await until(async () => (await status())?.openTrades.length === 0);
    expect(await status()).toMatchObject({ state: 'halted', reason: 'kill switch' });
    const events = await ask<{ type: string; text: string }[]>(`${of}/events?limit=20`);
    const by = 'dashboard, token from 127.0.0.1';
    const told = (type: string): unknown => JSON.parse(events.find((event) => event.type === type)?.text ?? '{}');
    expect(told('trading-halted')).toMatchObject({ by, reason: 'kill switch' });
    expect(told('command-given')).toEqual({ command: 'leave-all', by });

    bot.signal('SIGTERM');
    await until(() => false);
    expect(bot.code()).toBe(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it.each([
    [['--dashboard', '99999'], '--dashboard 99999 is not a port'],
    [['--dashboard-host', '0.0.0.0'], '--dashboard-host needs --dashboard'],
    [['--dashboard-control'], '--dashboard-control needs --dashboard'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await newUser().trader('-x', 'rehearsal', ...args);
    expect([code, err]).toEqual([2, `error: ${message}\n`]);
  });
});
