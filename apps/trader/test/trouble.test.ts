import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, type LedgerEvent, type Signal } from '@fathom/contracts';
import Database from 'better-sqlite3';
import { settled } from '@fathom/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { RunningBot } from '../src/trade/running-bot.js';
import { newUser } from './command-line.js';
import { botPlan, localMarket, told } from './local-market.js';
import { warmUp } from './moved-time.js';

beforeAll(warmUp);

const enter: Signal = { action: 'enter', side: 'long', reason: 'told', price: 100 };
/** In with every candle that finds it out, and never out again. */
const HOLDER = `export default {
  name: 'holder', label: 'Holder', description: '', schema: { parse: () => ({}) },
  create: () => ({ name: 'holder', label: 'Holder', warmup: 1, config: {},
    onCandle: ({ close }, { open, pendingEntries }) =>
      BODY open.length + pendingEntries > 0 ? [] : [{ action: 'enter', side: 'long', reason: 'held', price: close }] }),
};`;

/** A user whose bot trades a local Kraken with real money, as far as there is any. */
function owner(body = '') {
  const world = localMarket();
  const { transport, sockets, time, customer } = world;
  const env = { KRAKEN_API_KEY: customer.key, KRAKEN_API_SECRET: customer.secret };
  const user = newUser({ network: { transport, sockets, time }, env });
  user.write('holder.js', HOLDER.replace('BODY', body));
  const ledgerPath = join(user.folder, 'data/ledgers/197-live.sqlite');
  return {
    ...world,
    ...user,
    ledgerPath,
    startLive: async () => {
      const bot = user.start('--live', '-p', '1', '--strategy', './holder.js', '--volume', '1');
      while (bot.out() === '') await settled();
      return bot;
    },
    trader: (...args: string[]) => world.until(user.trader(...args)),
    /** A bot that has traded and ended well. */
    traded: async () => {
      const bot = user.start('--live', '-p', '1', '--strategy', './holder.js', '--volume', '1');
      while (bot.out() === '') await settled();
      await world.pass(90);
      bot.signal('SIGTERM');
      expect(await world.until(bot.ended)).toBe(0);
    },
  };
}

describe('a ledger that cannot be used', () => {
  it.each([
    [
      'damaged',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes.fill(0xa5, 4096, 4096 + 4096);
        writeFileSync(path, bytes);
      },
      /is damaged|the file is damaged|not an event/,
    ],
    ['no database', (path: string) => writeFileSync(path, 'time,open,high\n'.repeat(1000)), /the file is no database/],
    [
      'newer',
      (path: string) => {
        const database = new Database(path);
        database.pragma('user_version = 99');
        database.close();
      },
      /is a ledger of a newer Fathom \(version 99, this one knows \d+\)/,
    ],
  ])('is refused when it is %s, in one line, and left as it is', async (_name, spoil, message) => {
    const user = owner();
    await user.traded();
    spoil(user.ledgerPath);
    const before = readFileSync(user.ledgerPath);
    const bot = await user.startLive();
    expect(await user.until(bot.ended)).toBe(3);
    expect(bot.err()).toMatch(message);
    expect(bot.err().split('\n')).toHaveLength(2);
    expect(readFileSync(user.ledgerPath).equals(before)).toBe(true);
  });

  it('is refused when it is of another pair', async () => {
    const user = owner();
    await user.traded();
    const bot = user.start('--live', '-p', '1', '-c', 'BTC/USD', '--strategy', './holder.js');
    await user.pass(30);
    bot.signal('SIGTERM');
    await user.until(bot.ended);
    const database = new Database(user.ledgerPath);
    database.exec('DROP TRIGGER events_are_never_changed');
    database.exec(`UPDATE events SET body = json_set(body, '$.pair', 'ETH/USD') WHERE sequence = 1`);
    database.close();
    const other = await user.startLive();
    expect(await user.until(other.ended)).toBe(3);
    expect(other.err()).toMatch(/is the ledger of ETH\/USD \(live\), not of BTC\/USD \(live\)\n$/);
  });
});

describe('a disk that is full', () => {
  it('ends the bot at the event it cannot keep, in one line with what is open; nothing is sent, and the restart goes on', async () => {
    const { access, until, pass } = localMarket();
    const plan = botPlan(
      told((minute, _, { open }) => (minute >= 0 && open.length < 9 ? [enter] : [])),
      { mode: 'live' },
    );
    const failures: unknown[] = [];
    const bot = await until(RunningBot.open(plan, access(), { onEnd: (error) => failures.push(error) }));
    const database = connectionOf(bot);
    bot.start();
    await pass(90);
    expect(bot.ledger.open).toHaveLength(1);
    const kept = [...bot.memory.store.events()].length;
    // As many pages as there are, and not one more.
    database.pragma(`max_page_count = ${String(database.pragma('page_count', { simple: true }))}`);
    // Fills what is left of the last page, and then has no place.
    await pass(1200);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toBeInstanceOf(DataError);
    expect(String(failures[0])).toMatch(/no space left on device while writing .*-live\.sqlite$/);

    const next = await until(RunningBot.open(plan, access()));
    const events: LedgerEvent[] = [...next.memory.store.events()].map(({ event }) => event);
    expect(events.length).toBeGreaterThanOrEqual(kept);
    // Every order Kraken has was kept before it was sent.
    const rest = access().rest;
    const closed = rest.account.closedOrders({});
    const ids: (string | undefined)[] = [];
    for (let order = await until(closed.next()); order.done !== true; order = await until(closed.next())) {
      ids.push(order.value.clientOrderId);
    }
    const intended = events.flatMap((event) => (event.type === 'order-intended' ? [event.order.clientOrderId] : []));
    expect(intended).toEqual(expect.arrayContaining(ids));
    next.start();
    await pass(20);
    expect(next.unknownOrders).toBe(0);
    next.close();
  });
});

/** The connection a bot writes with, to make its disk small. */
function connectionOf({ memory }: RunningBot): Database.Database {
  const connection: unknown = Reflect.get(memory.store, 'database');
  if (!(connection instanceof Database)) throw new Error('the ledger writes otherwise');
  return connection;
}

describe('a machine that slept', () => {
  it.each([
    ['its connections died', true, true],
    ['its connections died, its clock was set by the time it looked', true, false],
    ['they survived, and hand over what they held back', false, true],
    ['they survived, its clock was set by the time it looked', false, false],
  ])(
    'sees each candle once, in order, and enters on none it slept through: %s',
    async (_name, isCut, isClockBehind) => {
      const minutes: number[] = [];
      const late: boolean[] = [];
      const empty: number[] = [];
      const { access, until, pass, time, clock, sockets } = localMarket({ lasts: 9000 });
      const definition = told((minute, _, { open, pendingEntries }) => {
        minutes.push(minute);
        if (open.length + pendingEntries === 0) return [enter];
        return open.map(({ id }) => ({ action: 'exit', tradeId: id, reason: 'told' }));
      });
      const plan = botPlan(definition, { mode: 'live' });
      const bot = await until(
        RunningBot.open(plan, access(), {
          onCandle: ({ isLate, candle }) => {
            late.push(isLate);
            if (candle.trades === 0) empty.push(candle.openTime);
          },
        }),
      );
      bot.start();
      await pass(90);
      const fellAsleepAt = time.now();
      // The world is an hour further, our clock may be where it was.
      time.jumpTo(time.now() + 3_600_000);
      if (isClockBehind) clock.offMs = -3_600_000;
      if (isCut) sockets.hangUp();
      await pass(300);
      expect(minutes.at(-1)).toBe(65);
      expect(minutes).toEqual(Array.from({ length: minutes.length }, (_, index) => (minutes[0] ?? 0) + index));
      expect(late.filter(Boolean).length).toBeGreaterThan(50);
      // The market traded every second of it.
      expect(empty).toEqual([]);
      const events = [...bot.memory.store.events()].map(({ event }) => event);
      const ids = events.flatMap((event) => (event.type === 'order-intended' ? [event.order.clientOrderId] : []));
      expect(new Set(ids).size).toBe(ids.length);
      // Nothing was entered on what was known too late.
      const entered = events.flatMap((event) =>
        event.type === 'order-intended' && event.purpose === 'entry' ? [event.time] : [],
      );
      const asleep = entered.filter((at) => at > fellAsleepAt && at < fellAsleepAt + 3_500_000);
      expect(asleep).toEqual([]);
      bot.close();
    },
  );
});

describe('a strategy that fails', () => {
  it.each([
    ['throws', "if (open.length > 0) throw new Error('out of ideas');", /strategy holder failed .*out of ideas/],
    [
      'decides on NaN',
      "if (open.length > 0) return [{ action: 'enter', side: 'long', reason: 'r', price: NaN }];",
      /strategy holder failed .*NaN/,
    ],
  ])(
    '%s: is named once and not asked again, the trade stays, and the bot lives on',
    async (_name, statement, message) => {
      const user = owner();
      user.write(
        'holder.js',
        HOLDER.replace('BODY', '')
          .replace('=>\n       open', '=> { STATEMENT return open')
          .replace('price: close }] }),', 'price: close }]; } }),')
          .replace('STATEMENT', statement),
      );
      const bot = await user.startLive();
      await user.pass(250);
      expect(bot.out().match(new RegExp(message, 'g'))).toHaveLength(1);
      expect((await user.trader('status')).out).toMatch(
        /strategy-failed .* 1 +0 .*its strategy failed and is not asked any more/s,
      );
      bot.signal('SIGTERM');
      expect(await user.until(bot.ended)).toBe(2);
      expect(bot.err()).toMatch(/^error: the strategy had failed: strategy holder failed on the candle of [^\n]*\n$/);
      expect(bot.out()).toMatch(
        / is not asked again, and what is open stays\n[^\n]*Open: trade \d+, 1 BTC long; nothing rests for it\n/,
      );
      expect(bot.out()).toContain('Left open: trade ');
      expect((await user.trader('status')).out).toMatch(/ended with exit code 2: the strategy had failed/);
    },
  );
});
