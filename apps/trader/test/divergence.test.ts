import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';
import { rehearsingUser } from './rehearsals.js';

/** A user after a rehearsal of so many seconds of theirs. */
async function rehearsed(seconds: number, ...args: string[]) {
  const user = rehearsingUser();
  await user.trader('-x', 'rehearsal', '--for', String(seconds), ...args);
  return user;
}

describe('trader divergence', () => {
  it('explains to the cent where a rehearsal and a backtest of what it saw went apart', async () => {
    const { trader, folder } = await rehearsed(25);
    const json = await trader('divergence', '--json');
    expect(json).toMatchObject({ code: 0, err: '' });
    const found = JSON.parse(json.out);
    expect([found.pair, found.onlySession, found.onlyBacktest]).toEqual(['BTC/USD', 0, 0]);
    expect(found.shared).toBe(found.rows.length);
    expect(found.shared).toBeGreaterThan(0);
    const amounts = found.byCause.map(({ amount }: { amount: string }) => Number(amount));
    const apart = Number(found.sessionProfit) - Number(found.backtestProfit);
    expect(amounts.reduce((sum: number, amount: number) => sum + amount, 0)).toBeCloseTo(apart, 9);
    // A stop meets the market below its price.
    expect(found.rows[0].causes[0].text).toMatch(
      /^exit at 317\d\d(\.\d)?, not 31777\.3; the market had traded at 317\d\d/,
    );

    const { code, out } = await trader('divergence');
    expect(code).toBe(0);
    expect(out).toContain('Decided (UTC)');
    expect(out).toContain(`${found.shared} trades in both, 0 only in the session, 0 only in the backtest\n`);

    // A process that is killed may leave half a line.
    const ledgers = join(folder, 'data/ledgers');
    const record = readdirSync(ledgers).find((name) => name.endsWith('.seen.jsonl')) ?? '';
    appendFileSync(join(ledgers, record), '["c",17856');
    expect((await trader('divergence')).out).toBe(out);
    expect(readFileSync(join(ledgers, record), 'utf8')).not.toContain('secret');
  });

  it('holds a session with margin, limits and guards against a backtest with the same', async () => {
    const flags = ['--set', 'short=true', '--leverage', '2', '--guards', 'bot', '--max-open-trades', '1'];
    const { trader } = await rehearsed(40, ...flags);
    const found = JSON.parse((await trader('divergence', '--json')).out);
    expect([found.onlySession, found.onlyBacktest]).toEqual([0, 0]);
    const sides = found.rows.map(({ session }: { session?: { side: string } }) => session?.side);
    expect(sides).toContain('short');
    expect((await trader('ledger', 'verify')).out).toMatch(/own events .*: no difference\n/);
    expect(
      found.rows.flatMap(({ causes }: { causes: { kind: string }[] }) => causes.map(({ kind }) => kind)),
    ).not.toContain('unexplained');
  });

  it('says that it needs the file of a strategy of one’s own', async () => {
    const user = rehearsingUser();
    user.write(
      'always.js',
      `export default { name: 'always', label: 'Always', description: 'x', schema: { parse: () => ({}) },
        create: () => ({ name: 'always', label: 'Always', warmup: 1, config: {}, onCandle: () => [] }) };`,
    );
    await user.trader('-x', 'rehearsal', '--for', '5', '--strategy', './always.js');
    const { code, err } = await user.trader('divergence');
    expect(code).toBe(2);
    expect(err).toMatch(
      /^error: \d+-rehearsal-\d+ has traded with always, a strategy of your own: say --strategy FILE, where it is\n$/,
    );
    expect((await user.trader('divergence', '--strategy', './always.js')).code).toBe(0);
  });

  it('says what there is when there is nothing, or not that', async () => {
    const user = newUser();
    expect(await user.trader('divergence')).toMatchObject({
      code: 3,
      err: expect.stringContaining('no session is recorded in '),
    });
  });
});
