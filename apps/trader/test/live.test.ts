import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Decimal } from '@fathom/contracts';
import { botId } from '@fathom/notifications';
import { type HttpTransport, TransportError } from '@fathom/exchange';
import { settled } from '@fathom/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';
import { localMarket, type LocalMarketOptions } from './local-market.js';
import { warmUp } from './moved-time.js';

beforeAll(warmUp);

/** In and out again: holds for a candle, stays out for one. */
const FLIPPER = `export default {
  name: 'flipper', label: 'Flipper', description: 'in and out',
  schema: { parse: () => ({}) },
  create: () => ({
    name: 'flipper', label: 'Flipper', warmup: 1, config: {},
    onCandle: ({ close }, { open, pendingEntries }) =>
      open.length > 0
        ? open.map(({ id }) => ({ action: 'exit', tradeId: id, reason: 'flop' }))
        : pendingEntries > 0 ? [] : [{ action: 'enter', side: 'long', reason: 'flip', price: close }],
  }),
};`;
const ARGS = ['-p', '1', '--strategy', './flipper.js', '--volume', '1'];

function owner(market: LocalMarketOptions = {}) {
  const world = localMarket(market);
  const { sockets, time, customer } = world;
  /** The user's own line to Kraken. */
  const line = { isCut: false };
  const transport: HttpTransport = (request) =>
    line.isCut ? Promise.reject(new TransportError('dns', 'no network')) : world.transport(request);
  const env = { KRAKEN_API_KEY: customer.key, KRAKEN_API_SECRET: customer.secret, USER: 'alice' };
  const user = newUser({ network: { transport, sockets, time }, env });
  user.write('flipper.js', FLIPPER);
  return {
    ...world,
    ...user,
    line,
    trader: (...args: string[]) => world.until(user.trader(...args)),
    /** A bot that trades with real money, as far as there is any here. */
    startLive: async (...args: string[]) => {
      const bot = user.start('--live', ...ARGS, ...args);
      while (bot.out() === '') await settled();
      return bot;
    },
    /** A bot whose orders Kraken only checks. */
    startChecked: async (...args: string[]) => {
      const bot = user.start('--validate', ...ARGS, ...args);
      while (bot.out() === '') await settled();
      return bot;
    },
  };
}

async function collected<T>(pages: AsyncGenerator<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

type Owner = ReturnType<typeof owner>;

/** Trades for some candles and stops. */
async function traded(user: Owner, ...args: string[]) {
  const bot = await user.startLive(...args);
  await user.pass(250);
  bot.signal('SIGTERM');
  expect(await user.until(bot.ended)).toBe(0);
  return bot;
}

describe('trading live', () => {
  it('says so in a banner, counts down, and trades', async () => {
    const user = owner();
    const bot = await user.startLive();
    await user.pass(2);
    expect(bot.out()).toContain(`LIVE TRADING - ${botId('Localbot')}:Localbot\n`);
    expect(bot.out()).toContain('LIVE trading with real money begins in 5 s; Ctrl-C stops it\n');
    await user.pass(250);
    expect(bot.out()).toContain('begins in 1 s');
    expect(bot.out()).toMatch(/Trade \d+ closed: flop\n/);
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
  });

  it('keeps a ledger that is Kraken’s to the last digit', async () => {
    const user = owner();
    await traded(user);
    const { code, out, err } = await user.trader('ledger', 'verify');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^197-live\n {2}own events {2}\d+ events, 4 orders, 4 fills, 2 closed trades: no difference\n {2}Kraken {6}4 orders, 4 fills of the account in BTC\/USD: no difference\n$/,
    );
  });

  it('waits for an exit that is under way as it ends: its stop is coming off already', async () => {
    const user = owner();
    user.write('flipper.js', FLIPPER.replace('price: close }', 'price: close, stopPrice: 90 }'));
    user.kraken.faults.add({
      match: { method: 'CancelOrder', times: 1 },
      fault: { kind: 'delay', when: 'before', ms: 5000 },
    });
    const bot = await user.startLive();
    while (user.kraken.faults.rules.length > 0) await user.pass(0.5);
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
    expect(bot.out()).toMatch(/Stopped\. 1 trades closed, 0 open, 0 orders on their way or resting; /);
  });

  it('says what it leaves half closed as it ends', async () => {
    const user = owner();
    user.write('flipper.js', FLIPPER.replace('price: close }', 'price: close, stopPrice: 90 }'));
    user.kraken.faults.add({ match: { method: 'CancelOrder' }, fault: { kind: 'lost', when: 'before' } });
    const bot = await user.startLive();
    await user.pass(130);
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
    expect(bot.out()).toContain('stopped with 1 trade(s) being closed: taken up at the next start');
    expect(bot.out()).toMatch(/Left open: trade \d+, 1 BTC long; its exit is under way\n/);
  });

  it('says that it waits where its ledger is ahead of Kraken’s clock, which was wrong then', async () => {
    const user = owner();
    user.kraken.skewMs = 7_200_000;
    await traded(user);
    user.kraken.skewMs = 0;
    const bot = await user.startLive();
    await user.pass(10);
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
    expect(bot.out()).toMatch(
      /its newest event is of 2026-08-02T02:.*Z, which is still to come by Kraken's clock: until then/,
    );
  });

  it('does not trade on an older copy of its ledger, in which is open what was closed since', async () => {
    // Coins that are not the bot's.
    const user = owner({ balances: { USD: '10000', BTC: '5' } });
    const { rest } = user.access();
    const sent = async () =>
      (await user.until(collected(rest.account.closedOrders()))).map((order) => order.clientOrderId);
    const path = join(user.folder, 'data/ledgers/197-live.sqlite');
    const first = await user.startLive();
    await user.pass(70);
    expect(await sent()).toHaveLength(1);
    first.signal('SIGTERM');
    await user.until(first.ended);
    copyFileSync(path, `${path}.yesterday`);
    const second = await user.startLive();
    await user.pass(70);
    second.signal('SIGTERM');
    await user.until(second.ended);
    const before = await sent();
    expect(before).toHaveLength(2);

    copyFileSync(`${path}.yesterday`, path);
    const third = await user.startLive();
    await user.pass(130);
    expect(await sent()).toEqual(before);
    third.signal('SIGTERM');
    expect(await user.until(third.ended)).toBe(3);
    expect(third.err()).toMatch(/197-live\.sqlite is an older copy, .* Kraken has order 197-\d+-x of /);
  });

  it('says once that what an entry got is too little to be sold, and leaves it over', async () => {
    const asks = [
      ['100.1', '0.00003'],
      ['110', '50'],
    ] as const;
    const book = { bids: [['99.9', '50']], asks } as const;
    const user = owner({ scenes: [{ at: 0, price: 105, book }] });
    user.write('flipper.js', FLIPPER.replace('price: close }', 'price: close, limitPrice: 100.1, restMs: 20_000 }'));
    const bot = await user.startLive();
    await user.pass(170);
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
    const lines = bot.out().split('\n');
    const said = lines.filter((line) => line.includes('is left over'));
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(
      /^0\.00003 BTC of trade \d+ is left over: BTC\/USD takes no order below 0\.\d+ BTC and 0\.5 USD; counted at 105 USD, and left to you$/,
    );
    expect(said[1]).toContain('Left over: 0.00003 BTC of trade ');
    expect(bot.out()).toMatch(/Trade \d+ closed: leftOver, 0\.00003 left over\n/);
    const closed = await user.until(collected(user.access().rest.account.closedOrders()));
    // Entries, and no exit of any.
    expect(new Set(closed.map(({ clientOrderId }) => clientOrderId?.slice(-2)))).toEqual(new Set(['-e']));
    const verified = await user.trader('ledger', 'verify');
    expect([verified.code, verified.err]).toEqual([0, '']);
    const listed = await user.trader('ledger');
    expect(listed.out).toContain('\n0.00003 BTC of 1 of the trades left over, below the minimum\n');
    const rows = await user.trader('ledger', '--format', 'rows');
    expect(rows.out).toContain(', 0.00003 left over\n');
  });

  it('says in its ledger that it is in use at each start, whatever it does: the next start looks back no further', async () => {
    const user = owner();
    user.write('flipper.js', FLIPPER.replace(/onCandle: [^]*?,\n {2}\}\)/, 'onCandle: () => [],\n  })'));
    for (const starts of [1, 2]) {
      const bot = await user.startLive();
      await user.pass(70);
      bot.signal('SIGTERM');
      expect(await user.until(bot.ended)).toBe(0);
      const { out } = await user.trader('ledger', '--format', 'events');
      const types = out.split('\n').flatMap((line) => (line === '' ? [] : [String(JSON.parse(line).type)]));
      expect(types).toEqual(['ledger-opened', ...Array.from({ length: starts }, () => 'ledger-in-use')]);
    }
  });

  it('takes an entry off Kraken when it is halted, and when it begins halted', async () => {
    const user = owner({ scenes: [{ at: 300, price: 80 }] });
    user.write('flipper.js', FLIPPER.replace('price: close }', 'price: close, limitPrice: 90 }'));
    const { rest } = user.access();
    const atKraken = async () => (await user.until(rest.account.openOrders())).length;
    const bot = await user.startLive();
    await user.pass(100);
    expect(await atKraken()).toBe(1);
    // The cancellation does not get through, and the process ends.
    user.line.isCut = true;
    bot.signal('SIGUSR2');
    await user.pass(1);
    bot.signal('SIGTERM');
    bot.signal('SIGTERM');
    await user.until(bot.ended);
    expect(await atKraken()).toBe(1);

    user.line.isCut = false;
    const next = await user.startLive();
    await user.pass(30);
    expect(await atKraken()).toBe(0);
    await user.trader('stop', '--bot', 'Localbot', '--resume');
    await user.pass(70);
    expect(await atKraken()).toBe(1);
    next.signal('SIGUSR2');
    await user.pass(5);
    expect(await atKraken()).toBe(0);
    next.signal('SIGTERM');
    await user.until(next.ended);
    expect(next.out()).toMatch(/Stopped\. 0 trades closed, 0 open, 0 orders on their way or resting; /);
    expect(next.out()).not.toContain('cancel ');
  });

  it('keeps two bots on one account apart', async () => {
    const user = owner();
    const [one, two] = [await user.startLive('--bot', 'One'), await user.startLive('--bot', 'Two')];
    await user.pass(250);
    for (const bot of [one, two]) bot.signal('SIGTERM');
    expect(await user.until(Promise.all([one.ended, two.ended]))).toEqual([0, 0]);
    const { code, out } = await user.trader('ledger', 'verify');
    expect(code).toBe(0);
    const names = [`${botId('One')}-live`, `${botId('Two')}-live`];
    for (const name of names) {
      const agrees = 'Kraken +4 orders, 8 fills of the account in BTC/USD: no difference';
      expect(out).toMatch(new RegExp(`${name}\\n.*\\n +${agrees}\\n`));
    }
    expect(out).toMatch(/ balances are not compared: 4 fills of others and 0 deposits,\s+withdrawals or the like/);
    const listed = await user.trader('ledger', '--bot', 'One', '--format', 'csv');
    expect(
      listed.out
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .every((line) => line.startsWith(`${names[0]},closed,long,`)),
    ).toBe(true);
  });

  it('finds what was changed behind its back, in its own events and against Kraken', async () => {
    const user = owner();
    await traded(user);
    const database = new Database(join(user.folder, 'data/ledgers/197-live.sqlite'));
    database.exec('DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_removed');
    const last = `(SELECT max(sequence) FROM events WHERE type = 'order-filled')`;
    database.exec(`UPDATE events SET body = json_set(body, '$.fill.fee', '0.1') WHERE sequence = ${last}`);
    database.exec(
      `DELETE FROM events WHERE sequence = (SELECT min(sequence) FROM events WHERE type = 'order-accepted')`,
    );
    database.close();
    const offline = await user.trader('ledger', 'verify', '--offline');
    expect([offline.code, offline.err]).toEqual([6, 'error: 1 difference(s) in 1 ledger(s)\n']);
    expect(offline.out).toContain('    events\n      expected number 4, found number 5\n');
    const { code, out } = await user.trader('ledger', 'verify');
    expect(code).toBe(6);
    expect(out).toMatch(/ fill T\S+ of O\S+, fee\n +expected 0\.3996\d*, found 0\.1\n/);
    expect(out).toMatch(/ order O\S+ \(197-\S+\)\n +expected none: the ledger does not know it, found at Kraken\n/);
  });

  it('finds money that is not where it should be', async () => {
    const user = owner();
    await traded(user);
    const database = new Database(join(user.folder, 'data/ledgers/197-live.sqlite'));
    database.exec('DROP TRIGGER events_are_never_changed');
    database.exec(`UPDATE events SET body = json_set(body, '$.startBalance', '9000') WHERE sequence = 1`);
    database.close();
    const { code, out } = await user.trader('ledger', 'verify');
    expect([code, out]).toEqual([6, expect.stringMatching(/ balance of USD\n +expected 9998(\.0+)?, found 8998\n/)]);
  });

  it('is only compared with itself where there are no keys', async () => {
    const user = owner();
    await traded(user);
    const stranger = newUser();
    const folder = join(user.folder, 'data/ledgers');
    const { code, out } = await stranger.trader('ledger', 'verify', '--folder', folder);
    expect(code).toBe(0);
    expect(out).toMatch(/^Not compared with Kraken: there are no keys \(/);
  });

  it('is told in one line when another process has the bot', async () => {
    const user = owner();
    const bot = await user.startLive();
    await user.pass(10);
    const second = await user.startLive();
    expect(await user.until(second.ended)).toBe(2);
    expect(second.err()).toMatch(
      /^error: .*197-live\.sqlite\.lock is held by another process: this bot is running already\n$/,
    );
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
  });
});

describe("the dead man's switch", () => {
  it('has Kraken cancel what rests when the bot is gone for too long, and not when it ended in good order', async () => {
    const user = owner();
    // It rests for its target: nothing else of it would be left on Kraken.
    user.write(
      'flipper.js',
      FLIPPER.replace('price: close }', 'price: close, takeProfitPrice: 200 }').replace(
        'open.length > 0',
        'open.length > 9',
      ),
    );
    const resting = async () => (await user.until(user.access().rest.account.openOrders())).length;
    const args = ['--guards', 'exchange-target', '--dead-man', '30', '--dead-man-cancels-stops'];
    const well = await user.startLive(...args);
    await user.pass(120);
    expect(await resting()).toBeGreaterThan(0);
    well.signal('SIGTERM');
    expect(await user.until(well.ended)).toBe(0);
    await user.pass(60);
    const left = await resting();
    expect(left).toBeGreaterThan(0);

    await user.startLive(...args);
    await user.pass(60);
    user.line.isCut = true;
    await user.pass(60);
    expect(await resting()).toBe(0);
  });

  it('says whose orders it would cancel as well', async () => {
    const user = owner();
    const { rest } = user.access();
    const pair = await user.until(rest.pairs.find('BTC/USD'));
    const order = {
      type: 'limit',
      clientOrderId: 'by-hand',
      side: 'buy',
      quantity: Decimal.ONE,
      price: Decimal.parse('50'),
      time: user.time.now(),
    } as const;
    await user.until(rest.orders.add(order, { pair }));
    const health = {
      version: 1,
      bot: { name: 'other', id: 555 },
      mode: 'live',
      pair: 'BTC/USD',
      strategy: 'macd',
      pid: 7,
    };
    const counts = { unknownOrders: 0, activeOrders: 1, openTrades: 0, closedTrades: 0, cash: '1', holding: '0' };
    const told = {
      startedAt: user.time.now(),
      writtenAt: user.time.now(),
      everyMs: 600_000,
      state: 'waiting',
      ledger: '',
    };
    mkdirSync(join(user.folder, 'data/run'), { recursive: true });
    user.write('data/run/555-live.health.json', JSON.stringify({ ...health, ...counts, ...told }));
    const bot = await user.startLive('--guards', 'bot', '--dead-man', '30');
    await user.pass(20);
    expect(bot.out()).toContain("the dead man's switch would cancel 1 order(s) as well that rest on the account");
    expect(bot.out()).toContain(
      "555-live runs in another process: if it is of the same account, the dead man's switch",
    );
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
  });

  it.each([
    [
      ['--dead-man', '30'],
      '--dead-man would cancel stops that rest on Kraken: say --guards bot, or --dead-man-cancels-stops if that is wanted',
    ],
    [['--dead-man', '5', '--guards', 'bot'], '--dead-man 5 is not 15 to 3600 seconds'],
  ])('refuses --live with %j', async (args, message) => {
    const { code, err } = await newUser().trader('--live', ...args);
    expect([code, err]).toEqual([2, `error: ${message}\n`]);
  });

  it('is refused on paper', async () => {
    const { err } = await newUser().trader('--dead-man', '30', '--guards', 'bot');
    expect(err).toBe('error: --dead-man 30 is for --live: no order of this bot rests on Kraken\n');
  });
});

describe('--validate', () => {
  it('has Kraken check every order and execute none, fills at the price of the decision, and says so everywhere', async () => {
    const user = owner({ scenes: [{ at: 45, price: 101 }] });
    const bot = await user.startChecked();
    await user.pass(220);
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
    expect(bot.out()).toMatch(/^VALIDATING, NOTHING IS TRADED - 197:Localbot\n/);
    const listed = await user.trader('ledger', '197-validate', '--format', 'json');
    const [first] = JSON.parse(listed.out) as unknown[];
    // Bought at the close of 100 that was decided on, sold at the market's last price; 0.4 % each.
    expect(first).toMatchObject({
      ledger: '197-validate',
      status: 'closed',
      price: '100',
      exitPrice: '101',
      fees: '0.804',
      profit: '0.196',
      entryOrder: expect.stringMatching(/^CHECKED-/),
    });
    const events = await user.trader('ledger', '197-validate', '--format', 'events');
    expect(JSON.parse(events.out.split('\n')[0] ?? '')).toMatchObject({ type: 'ledger-opened', mode: 'validate' });
    expect((await user.trader('status')).out).toMatch(/ validate +BTC\/USD +stopped /);
    // Kraken has seen none of it.
    const rest = user.access().rest;
    expect(await user.until(rest.account.openOrders())).toEqual([]);
    const closed = rest.account.closedOrders({});
    expect((await user.until(closed.next())).done).toBe(true);
  });

  it('tells what Kraken would have refused', async () => {
    const user = owner({ balances: { USD: '10' } });
    const bot = await user.startChecked();
    await user.pass(65);
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
    const { out } = await user.trader('ledger', '197-validate', '--format', 'events');
    expect(out).toContain('EOrder:Insufficient funds');
    expect(out).not.toContain('order-filled');
  });

  it.each([
    [['--validate'], '--validate needs keys: '],
    [['--validate', '--live'], '--validate trades nothing, so it excludes --live'],
    [['--validate', '-x', 'rehearsal'], '--validate trades nothing, so it excludes -x rehearsal'],
  ])('refuses %j', async (args, message) => {
    const { transport, time } = localMarket();
    const { code, err } = await newUser({ network: { transport, time } }).trader(...args);
    expect(code).toBe(2);
    expect(err).toContain(`error: ${message}`);
  });
});

describe('trader ledger', () => {
  it('lists trades in columns at 80 characters, and more of them at 120', async () => {
    const user = owner();
    await traded(user);
    const { out } = await user.trader('ledger');
    expect(out.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(out).toMatch(
      /^TRADES\nOpened +Status +Side +Quantity +Price +Exit +P\/L +Closed by\n2026-08-02 00:0\d +CLOSED +long +1 +100\.1 +99\.9 +-1\.0000 +flop\n/,
    );
    expect(out).toMatch(/\n2 trades closed, 0 open, 0 orders not final; profit -2\.00 USD\n9998 USD and 0 BTC\n$/);
  });

  it('lists many ledgers within 80 characters, all of them at once and their trades', async () => {
    const user = owner();
    await traded(user);
    const ledgers = join(user.folder, 'data/ledgers');
    copyFileSync(join(ledgers, '197-live.sqlite'), join(ledgers, '197-rehearsal-1785628800000.sqlite'));
    const all = await user.trader('ledger');
    expect(all.out).toMatch(/^Ledger +Pair +To +Closed +Open +Profit\n(.*\n)*197-rehearsal-1785628800000 /);
    const both = await user.trader('ledger', '--side', 'long');
    expect(both.out).toMatch(/^TRADES\nLedger .*\n(.*\n)*197-reh…\d+00000 /);
    for (const { out } of [all, both])
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each([
    [['--status', 'closed', '--last', '1'], 1],
    [['--side', 'short'], 0],
    [['--reason', 'FLO'], 2],
    [['--reason', 'stop'], 0],
    [['--since', '2026-08-02T00:03'], 1],
    [['--until', '2026-08-02T00:01'], 1],
    [['--status', 'open,pending,unknown'], 0],
    [['--refused'], 0],
  ])('filters by %j', async (args, count) => {
    const user = owner();
    await traded(user);
    const { code, out } = await user.trader('ledger', ...args, '--format', 'json');
    expect([code, (JSON.parse(out) as unknown[]).length]).toEqual([0, count]);
  });

  it('filters rows as well, and of events only --last', async () => {
    const user = owner();
    await traded(user);
    const lines = async (...args: string[]) => (await user.trader('ledger', ...args)).out.split('\n').length - 1;
    expect(await lines('--format', 'rows')).toBe(2);
    expect(await lines('--format', 'rows', '--last', '1')).toBe(1);
    expect(await lines('--format', 'rows', '--side', 'short')).toBe(0);
    expect(await lines('--format', 'rows', '--status', 'open')).toBe(0);
    const all = (await user.trader('ledger', '--format', 'events')).out;
    const { out } = await user.trader('ledger', '--format', 'events', '--last', '2');
    expect(out.split('\n')).toHaveLength(3);
    expect(all.endsWith(`\n${out}`)).toBe(true);
  });

  it.each([
    [
      ['--format', 'rows', '--refused'],
      '--refused has no rows: what was refused is listed by --format table, csv or json',
    ],
    [['--format', 'rows', '--status', 'refused'], '--status refused has no rows: '],
    [
      ['--format', 'events', '--side', 'short'],
      '--side chooses trades and orders, not events: --format events takes --last alone',
    ],
    [['--format', 'events', '--refused'], '--refused chooses trades and orders, not events: '],
    [['--status', 'lost'], '--status lost is not one of unknown, pending, partial, open, closed, refused'],
    [['--side', 'up'], '--side up is not one of long, short'],
    [['--since', 'once'], '--since once is not a time'],
    [['--since', '2026-01-02', '--until', '2026-01-01'], '--since 2026-01-02 is not before --until 2026-01-01'],
    [['--last', '0'], '--last 0 is not a whole number from 1'],
    [['--format', 'xml'], '--format xml is not one of table, rows, csv, json, events'],
    [['--refused', '--status', 'open'], '--refused and --status open exclude each other'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await newUser().trader('ledger', ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
