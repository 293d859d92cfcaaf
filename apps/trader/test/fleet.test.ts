import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';
import { localMarket } from './local-market.js';
import { rehearsingUser } from './rehearsals.js';

function bot({ folder }: { readonly folder: string }, name: string, config: object | string): string {
  const path = join(folder, 'bots', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'bot.json'), typeof config === 'string' ? config : JSON.stringify(config));
  return path;
}

const paper = { pair: 'XXBTZUSD', strategy: { name: 'macd' } };

describe('trader config', () => {
  it('makes a bot that can be started as it is, and overwrites none', async () => {
    const user = newUser();
    const { code, out } = await user.trader('config', 'init', 'itchbot');
    expect([code, out]).toEqual([
      0,
      'bots/itchbot/bot.json is a bot that trades on paper. Next: edit it, trader config check, trader start\n',
    ]);
    const text = readFileSync(join(user.folder, 'bots/itchbot/bot.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      $schema: '../bot.schema.json',
      pair: 'XXBTZUSD',
      strategy: { parameters: { fast: 12 } },
    });
    const check = await user.trader('config', 'check');
    expect([check.code, check.err]).toEqual([0, '']);
    expect(check.out).toMatch(/^ *itchbot +\d{3}:Itchbot, paper, XXBTZUSD with MACD Strategy @ 5 minutes\n$/);
    const again = await user.trader('config', 'init', 'itchbot');
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('is there already')]);
    expect((await user.trader('config', 'init', '../elsewhere')).code).toBe(2);
  });

  it('describes a bot to editors', async () => {
    const { out } = await newUser().trader('config', 'schema');
    const schema: { properties: Record<string, { description?: string }>; required: string[] } = JSON.parse(out);
    expect(schema.properties['period']?.description).toBe('candle interval in minutes');
    expect(schema.required).toEqual(['pair', 'strategy']);
  });

  it('shows what a bot runs with, and no secret', async () => {
    const user = newUser({
      env: {
        SLACK_WEBHOOK_URL: 'https://hooks.slack.com/s3cret',
        FATHOM_MY_BOT__pair: 'ETH/USD',
        FATHOM_MY_BOT__risk__maxOpenTrades: '2',
        FATHOM_OTHER__pair: 'DOGE/USD',
      },
    });
    bot(user, 'my-bot', paper);
    const { code, out } = await user.trader('config', 'show', 'my-bot');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      bot: { name: 'My-Bot' },
      pair: 'ETH/USD',
      period: 5,
      risk: { maxOpenTrades: 2 },
      overrides: ['FATHOM_MY_BOT__pair', 'FATHOM_MY_BOT__risk__maxOpenTrades'],
      environment: { SLACK_WEBHOOK_URL: '[secret]', KRAKEN_API_KEY: null },
    });
    expect(out).not.toContain('s3cret');
    const missing = await user.trader('config', 'show', 'itchbot');
    expect([missing.code, missing.err]).toEqual([2, 'error: there is no bot itchbot: there are my-bot\n']);
  });

  it.each([
    ['{', 'is not JSON'],
    ['[]', 'does not hold a JSON object'],
    [{ strategy: { name: 'macd' } }, 'pair is missing'],
    [{ ...paper, period: 7 }, 'period: 7 is not one of 1 5 15 30 60 240 1440 10080 21600 minutes'],
    [{ ...paper, periode: 5 }, 'no setting periode: did you mean period?'],
    [{ ...paper, mode: 'real' }, 'mode: "real" is not paper or live'],
    [{ ...paper, volume: 0 }, 'volume: "0" is not a quantity above 0'],
    [{ ...paper, volume: 1, fraction: 0.5 }, '--volume 1 and --fraction 0.5 exclude each other'],
    [{ ...paper, leverage: 1 }, 'leverage: 1 is not at least 2'],
    [{ ...paper, leverage: 11 }, '--leverage 11 is not a whole number from 2 to 10'],
    [{ ...paper, marginLongs: true }, '--margin-longs needs --leverage'],
    [{ ...paper, guards: 'exchnge' }, 'guards: "exchnge" is not one of exchange, exchange-target, bot'],
    [{ ...paper, strategy: { name: 'macd', parameters: { short: true } } }, 'short=true needs --leverage'],
    [{ ...paper, strategy: 'macd' }, 'strategy: "macd" is not an object with settings'],
    [{ ...paper, fraction: 2 }, 'fraction: 2 is not at most 1'],
    [{ ...paper, risk: { maxOpenTrades: 0 } }, 'risk.maxOpenTrades: 0 is not'],
    [{ ...paper, risk: { maxOpenTrade: 1 } }, 'no setting risk.maxOpenTrade'],
    [{ ...paper, pair: 'XXBTZUSB' }, 'XXBTZUSB'],
    [{ ...paper, strategy: { name: 'macds' } }, 'unknown strategy macds: did you mean macd?'],
    [{ ...paper, strategy: { name: 'macd', parameters: { fsat: 1 } } }, 'did you mean fast?'],
  ])('says what is wrong with %j', async (config, message) => {
    const user = newUser();
    bot(user, 'bad', config);
    bot(user, 'good', paper);
    const { code, out, err } = await user.trader('config', 'check');
    expect([code, err]).toEqual([2, 'error: 1 of 2 bots cannot be started as they are\n']);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(message);
    expect(out).toMatch(/good +\d{3}:Good, paper/);
    const start = await user.trader('start');
    expect(start.code).toBe(2);
    expect(start.err).toContain('bad/bot.json');
  });

  it('has no bots where there are none', async () => {
    const user = newUser();
    expect(await user.trader('start')).toMatchObject({ code: 2, err: expect.stringContaining('there is no folder') });
    mkdirSync(join(user.folder, 'bots'));
    expect(await user.trader('start')).toMatchObject({
      code: 2,
      err: expect.stringContaining('trader config init NAME'),
    });
  });
});

describe('trader start', () => {
  it('never trades live because a file says so', async () => {
    const user = newUser();
    bot(user, 'brave', { ...paper, mode: 'live' });
    const { code, err } = await user.trader('start');
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('wants to trade live: say --live as well, or make its mode paper'),
    ]);
  });

  it('refuses two bots whose orders could not be told apart', async () => {
    const user = newUser();
    // Both hash to one of the nine hundred ids.
    for (const name of ['bot-38', 'bot-120']) bot(user, name, paper);
    const { code, err } = await user.trader('start');
    expect([code, err]).toEqual([2, expect.stringMatching(/have the same id \d{3}: rename one of their folders/)]);
  });

  it('runs a fleet over one market; a bot that fails is no affair of the others', async () => {
    const user = rehearsingUser();
    bot(user, 'alpha', paper);
    bot(user, 'beta', { ...paper, strategy: { name: 'macd', parameters: { stopLoss: 0.05 } } });
    const broken = bot(user, 'broken', { ...paper, strategy: { name: './mine.js' } });
    writeFileSync(
      join(broken, 'mine.js'),
      `export default { name: 'mine', label: 'Mine', description: '', schema: { parse: (value) => value },
        create() { throw new Error('no such luck'); } };`,
    );
    const result = await user.trader('start', '-x', 'rehearsal', '--for', '20');
    expect(result.code).toBe(2);
    expect(result.err).toContain('no such luck');
    expect(result.out).toMatch(/^Broken \| The bot has ended: .*no such luck$/m);
    for (const name of ['Alpha', 'Beta']) {
      expect(result.out).toMatch(new RegExp(`^${name} \\| Trade \\d+ opened: 0\\.002 BTC @ 32`, 'm'));
      expect(result.out).toMatch(new RegExp(`^${name} \\| Stopped\\. \\d trades closed`, 'm'));
    }
    const files = user.files();
    for (const name of ['alpha', 'beta', 'broken']) {
      expect(files.some((file) => file.startsWith(join('bots', name, 'logs')))).toBe(true);
    }
    expect(
      files.filter((file) => /data.ledgers.\d{3}-rehearsal-\d+\.sqlite$/.test(file)).length,
    ).toBeGreaterThanOrEqual(2);
    const status = await user.trader('status');
    expect(status.out).toContain('Alpha');
    expect(status.out).toContain('Beta');
  });

  it('sells short, and holds its stops itself, where a bot.json says so', async () => {
    const user = rehearsingUser();
    const eager = bot(user, 'eager', { ...paper, strategy: { name: './eager.js' }, leverage: 2, guards: 'bot' });
    writeFileSync(
      join(eager, 'eager.js'),
      `export default { name: 'eager', label: 'Eager', description: '', schema: { parse: (value) => value },
        create: (config) => ({ name: 'eager', label: 'Eager', config, warmup: 0,
          onCandle: ({ close }, { open, pending }) => open.length + pending.length > 0 ? [] : [
            { action: 'enter', side: 'short', reason: 'eager', price: close, stopPrice: close * 1.5 }] }) };`,
    );
    const { code, out } = await user.trader('start', '-x', 'rehearsal', '--for', '10');
    expect(code).toBe(0);
    expect(out).toMatch(/entry: sell 0\.002 BTC market/);
    expect(out).toMatch(/opened: 0\.002 BTC/);
    expect(out).not.toContain('stop: buy');
    const { out: events } = await user.trader('ledger', '--format', 'events');
    expect(events).toContain('"leverage":2');
    expect(events).not.toContain('"type":"stop-loss"');
  });

  it.each([
    [['--validate'], '--validate needs keys: '],
    [['--validate', '--live'], '--validate trades nothing, so it excludes --live'],
    [['-x', 'rehearsal', '--live'], 'a rehearsal is never --live'],
  ])('does not forget %j', async (args, message) => {
    const { transport, time } = localMarket();
    const user = newUser({ network: { transport, time } });
    bot(user, 'alpha', { ...paper, mode: 'live' });
    const { code, err } = await user.trader('start', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  it('rehearses BTC/USD alone', async () => {
    const user = newUser();
    bot(user, 'alpha', paper);
    const path = join(bot(user, 'beta', { ...paper, pair: 'ETH/USD' }), 'bot.json');
    const { code, err } = await user.trader('start', '-x', 'rehearsal');
    const why = 'a rehearsal plays the recorded BTC/USD, and nothing of ETH/USD is recorded';
    expect([code, err]).toEqual([2, `error: ${path}: ${why}: trade that on paper, without -x rehearsal\n`]);
  });
});
