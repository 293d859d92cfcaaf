import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RiskLimits } from '@fathom/contracts/risk-limits';
import { BotConfig } from '../src/config/bot-config.js';
import { planConfiguredBot } from '../src/config/plan-configured-bot.js';
import { readBot } from '../src/config/read-bot.js';
import { processIo } from '../src/io.js';
import { createProgram } from '../src/program.js';
import { planBot } from '../src/trade/plan-bot.js';
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
    ['[]', 'must hold one JSON object with settings'],
    ['\uFEFF{"pair": 5}', 'pair: 5 is not a pair'],
    [{ strategy: { name: 'macd' } }, 'pair is missing'],
    [{ ...paper, period: 7 }, 'period: 7 is not one of 1 5 15 30 60 240 1440 10080 21600 minutes'],
    [{ ...paper, periode: 5 }, 'no setting periode: did you mean period?'],
    [{ ...paper, mode: 'real' }, 'mode: "real" is not paper, validate or live'],
    [{ ...paper, volume: 0 }, 'volume: 0 is not a quantity above 0'],
    [{ ...paper, volume: 1, fraction: 0.5 }, '--volume 1 and --fraction 0.5 exclude each other'],
    [{ ...paper, leverage: 1 }, 'leverage: 1 is not at least 2'],
    [{ ...paper, leverage: 11 }, '--leverage 11 is not a whole number from 2 to 10'],
    [{ ...paper, marginLongs: true }, '--margin-longs needs --leverage'],
    [{ ...paper, guards: 'exchnge' }, 'guards: "exchnge" is not one of exchange, exchange-target, bot'],
    [{ ...paper, strategy: { name: 'macd', parameters: { short: true } } }, 'short=true needs --leverage'],
    [{ ...paper, strategy: 'macd' }, 'strategy: "macd" is not an object with settings'],
    [{ ...paper, fraction: 2 }, 'fraction: 2 is not a share above 0, to 1'],
    [{ ...paper, risk: { maxOpenTrades: 0 } }, 'risk.maxOpenTrades: 0 is not'],
    [{ ...paper, risk: { maxOpenTrade: 1 } }, 'no setting risk.maxOpenTrade: did you mean maxOpenTrades?'],
    [{ ...paper, risk: { coolDown: { loses: 1, minutes: 1 } } }, 'risk.coolDown.loses: did you mean losses?'],
    [{ ...paper, notifications: { slack: { chanel: '#a' } } }, 'notifications.slack.chanel: did you mean channel?'],
    [{ ...paper, strategy: { name: 'macd', params: {} } }, 'strategy.params: there are name, parameters'],
    [{ ...paper, maxOpenTrades: 1 }, 'no setting maxOpenTrades: did you mean risk.maxOpenTrades?'],
    [{ ...paper, currency: 'BTC/USD' }, 'no setting currency: did you mean pair?'],
    [{ ...paper, dashboard: 8430 }, 'no setting dashboard: that is an option of trader start'],
    [{ ...paper, deadman: 60 }, 'no setting deadman: did you mean deadMan?'],
    [{ ...paper, risk: { maxExposure: '-1' } }, 'risk.maxExposure: "-1" is not an amount above 0'],
    [{ ...paper, fee: 100 }, 'fee: 100 is not a fee from 0, below 100'],
    [{ ...paper, fee: 'abc' }, 'fee: "abc" is not a fee from 0, below 100'],
    [{ ...paper, makerFee: -0.1 }, 'makerFee: -0.1 is not a fee from 0, below 100'],
    [{ ...paper, feeTier: '-1' }, 'feeTier: "-1" is not a volume from 0'],
    [{ ...paper, latency: true }, 'latency: true is not a number of milliseconds from 0'],
    [{ ...paper, strategyLimit: 0 }, 'strategyLimit: 0 is not a number of seconds above 0'],
    [{ ...paper, deadMan: 5, guards: 'bot' }, 'deadMan: 5 is not a number of seconds from 15, to 3600'],
    [{ ...paper, deadMan: 60 }, '--dead-man would cancel stops that rest on Kraken: say --guards bot'],
    [{ ...paper, logKeep: 1.5 }, 'logKeep 1.5 is not a whole number from 0 to 36500'],
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

describe('a bot.json', () => {
  const OF_BACKTESTS = 'end start data books store slippage sensitivity json html log candles dataFolder'.split(' ');
  /** `set` and `config` are `strategy.parameters`, a bot's name is its folder's, the rest are `trader start`'s own. */
  const OF_THE_COMMAND = 'set config bot exchange live validate keyFile for version'.split(' ');
  const ELSEWHERE: Readonly<Record<string, string>> = { currency: 'pair' };

  it('can say everything of a bot that the command line can', () => {
    const program = createProgram({ ...processIo(), env: {} });
    const ofStart = program.commands.find((command) => command.name() === 'start')?.options ?? [];
    const perProcess = ofStart.map((option) => option.attributeName()).filter((name) => !name.startsWith('log'));
    const known = new Set([...OF_BACKTESTS, ...OF_THE_COMMAND, ...perProcess]);
    const settings = new Set([
      ...Object.keys(BotConfig.shape),
      ...Object.keys(RiskLimits.shape).map((name) => name.replace(/Percent$/, '')),
      'maxExposurePercent',
    ]);
    const flags = program.options.map((option) => option.attributeName()).filter((name) => !known.has(name));
    expect(flags.length).toBeGreaterThan(25);
    expect(flags.filter((name) => !settings.has(ELSEWHERE[name] ?? name))).toEqual([]);
  });

  it.each(['paper', 'live'])('means what the command line does: %s', async (mode) => {
    const user = newUser();
    const io = { ...processIo(), cwd: user.folder, env: {} };
    const folder = bot(user, 'alpha', {
      ...paper,
      mode,
      period: 60,
      ticker: 5,
      fraction: '0.5',
      balance: '500.50',
      leverage: 3,
      marginLongs: true,
      guards: 'bot',
      fee: '0.1',
      makerFee: 0,
      feeTier: 60000,
      latency: 250,
      strategyLimit: '2.5',
      deadMan: 60,
      deadManCancelsStops: true,
      onStop: 'close',
      risk: { maxExposure: '1000.50' },
    });
    const { plan: configured } = await planConfiguredBot(readBot(folder, {}), { exchange: 'kraken', live: true }, io);
    const typed = await planBot(
      {
        exchange: 'kraken',
        currency: 'XXBTZUSD',
        strategy: 'macd',
        dataFolder: '',
        slippage: '0',
        bot: 'Alpha',
        period: '60',
        ticker: '5',
        fraction: '0.5',
        balance: '500.50',
        leverage: '3',
        marginLongs: true,
        guards: 'bot',
        fee: '0.1',
        makerFee: '0',
        feeTier: '60000',
        latency: '250',
        strategyLimit: '2.5',
        deadMan: '60',
        deadManCancelsStops: true,
        onStop: 'close',
        maxExposure: '1000.50',
        live: mode === 'live',
      },
      io,
    );
    expect(configured).toEqual(typed);
    expect(configured).toMatchObject({ latencyMs: 250, strategyLimitMs: 2500, limits: { maxExposure: 1000.5 } });
    expect(configured.deadManMs).toBe(mode === 'live' ? 60_000 : undefined);
  });

  it('keeps a log as it says, unless the environment or the command line say otherwise', async () => {
    const user = newUser();
    const io = { ...processIo(), cwd: user.folder };
    const folder = bot(user, 'alpha', { ...paper, logFormat: 'json', logKeep: 30 });
    const logOf = async (env: Record<string, string>, flags: object) =>
      (await planConfiguredBot(readBot(folder, env), { exchange: 'kraken', ...flags }, { ...io, env })).watch.log;
    expect(await logOf({}, {})).toEqual({ format: 'json', keepDays: 30 });
    expect(await logOf({ LOG_KEEP: '20', LOG_FORMAT: 'text' }, {})).toEqual({ format: 'text', keepDays: 20 });
    expect(await logOf({ LOG_KEEP: '20' }, { logKeep: '10' })).toEqual({ format: 'json', keepDays: 10 });
  });

  it('trades on paper with its own fee', async () => {
    const user = newUser();
    const folder = bot(user, 'alpha', { ...paper, fee: '0.1' });
    const { plan } = await planConfiguredBot(readBot(folder, {}), { exchange: 'kraken' }, { ...processIo(), env: {} });
    expect([plan.fees.takerPercent.toString(), plan.fees.makerPercent.toString()]).toEqual(['0.1', '0.1']);
  });
});

describe('trader start', () => {
  it.each<[object, boolean]>([
    [{}, false],
    [{ guards: 'bot' }, true],
    [{ deadManCancelsStops: true }, true],
    [{ mode: 'paper' }, true],
  ])('lets a dead man’s switch stand beside another bot with %j: %s', async (other, isFine) => {
    const user = newUser({ env: { KRAKEN_API_KEY: '', KRAKEN_API_SECRET: '' } });
    bot(user, 'alpha', { ...paper, mode: 'live', guards: 'bot', deadMan: 60 });
    bot(user, 'beta', { ...paper, mode: 'live', ...other });
    const { code, err } = await user.trader('start', '--live');
    expect(code).toBe(2);
    expect(err).toContain(
      isFine ? '--live needs keys' : 'the deadMan of bot Alpha would cancel stops of bot Beta that rest on Kraken',
    );
    expect((await user.trader('config', 'check')).code).toBe(isFine ? 0 : 2);
  });

  it.each([
    [['--for', '0'], '--for 0 must be more than zero'],
    [['-x', 'bitfinex'], 'exchange bitfinex is not kraken or rehearsal'],
    [['--metrics-port', '99999'], '--metrics-port 99999 is not a whole number from 0 to 65535'],
    [['--metrics-host', '0.0.0.0'], '--metrics-host 0.0.0.0 needs --metrics-port'],
    [['--log-keep', 'long'], '--log-keep long is not a whole number from 0 to 36500'],
  ])('blames no bot for what was typed: %j', async (args, message) => {
    const user = newUser();
    bot(user, 'alpha', paper);
    expect(await user.trader('start', ...args)).toEqual({ code: 2, out: '', err: `error: ${message}\n` });
  });

  it('has Kraken check the orders of a bot whose mode says so, with or without --live', async () => {
    for (const args of [[], ['--live']]) {
      const user = newUser();
      bot(user, 'alpha', { ...paper, mode: 'validate' });
      const { code, err } = await user.trader('start', ...args);
      expect([code, err]).toEqual([2, expect.stringContaining('--validate needs keys: ')]);
    }
  });

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
    const check = await user.trader('config', 'check');
    expect([check.code, check.err]).toEqual([2, err]);
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
