import { settled } from '@fathom/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';
import { localMarket } from './local-market.js';
import { warmUp } from './moved-time.js';

beforeAll(warmUp);

/** In with one candle, at the market or as `HOW` has it, and out with the next. */
const FLIPPER = `export default {
  name: 'flipper', label: 'Flipper', description: 'in and out', schema: { parse: () => ({}) },
  create: () => ({ name: 'flipper', label: 'Flipper', warmup: 1, config: {},
    onCandle: ({ close }, { open, pendingEntries }) =>
      open.length > 0 ? open.map(({ id }) => ({ action: 'exit', tradeId: id, reason: 'flop' }))
      : pendingEntries > 0 ? [] : [{ action: 'enter', side: 'long', reason: 'flip', price: close, HOW }] }),
};`;

/** Somebody whose bot trades a local Kraken live, and what was sent to it. */
function owner(how = '') {
  const world = localMarket();
  const { transport, sockets, time, customer } = world;
  const orders: URLSearchParams[] = [];
  const env = { KRAKEN_API_KEY: customer.key, KRAKEN_API_SECRET: customer.secret };
  const network = {
    transport: (request: Parameters<typeof transport>[0]) => {
      if (request.url.endsWith('/AddOrder')) orders.push(new URLSearchParams(request.body));
      return transport(request);
    },
    sockets,
    time,
  };
  const user = newUser({ network, env });
  user.write('flipper.js', FLIPPER.replace('HOW', how));
  return {
    ...world,
    orders,
    startLive: async (...args: string[]) => {
      const bot = user.start('--live', '-p', '1', '--strategy', './flipper.js', ...args);
      while (bot.out() === '') await settled();
      return bot;
    },
    /** Whether the ledger is Kraken's own account of it. */
    verified: async () => {
      const { code, out, err } = await world.until(user.trader('ledger', 'verify'));
      expect([code, err]).toEqual([0, '']);
      return out;
    },
  };
}

type Bot = Awaited<ReturnType<ReturnType<typeof owner>['startLive']>>;

const linesOf = (bot: Bot, what: RegExp) =>
  bot
    .out()
    .split('\n')
    .filter((line) => what.test(line));

describe('an order Kraken would not take', () => {
  it('is refused here when it costs less than the minimum: a line for each, nothing is sent, and the bot goes on', async () => {
    const user = owner();
    const bot = await user.startLive('--volume', '0.004');
    await user.pass(250);
    const refusals = linesOf(bot, /Entry refused/);
    expect(refusals.length).toBeGreaterThan(2);
    for (const line of refusals) {
      expect(line).toMatch(/Entry refused: cost 0\.4\d* USD is below the minimum 0\.5 \(long @ 100: flip\)$/);
    }
    expect(user.orders).toEqual([]);
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
  });

  it('is sent at the nearest tick when its price is off it', async () => {
    const user = owner('limitPrice: 100.12345');
    const bot = await user.startLive('--volume', '1');
    await user.pass(130);
    expect(user.orders[0]?.get('price')).toBe('100.1');
    expect(bot.out()).toContain('flip');
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
    await user.verified();
  });

  it.each(['EOrder:Order minimum not met', 'EOrder:Tick size check failed'])(
    'since its rules have changed (%s): one line, no trade of it, and the next one is traded',
    async (error) => {
      const user = owner();
      user.kraken.faults.add({
        match: { method: 'AddOrder', times: 1 },
        fault: { kind: 'error', when: 'before', error },
      });
      const bot = await user.startLive('--volume', '1');
      await user.pass(250);
      expect(linesOf(bot, /EOrder/)).toEqual([expect.stringMatching(`is refused by the exchange: ${error}$`)]);
      expect(user.orders.length).toBeGreaterThan(2);
      bot.signal('SIGTERM');
      expect(await user.until(bot.ended)).toBe(0);
      expect(bot.out()).toMatch(/Trade \d+ closed: flop\n/);
      expect(await user.verified()).toContain('no difference');
    },
  );
});

describe('a socket that says', () => {
  it.each([
    ['binary garbage', 'garbage', 'not a frame: "\ufffd\\u0000'],
    ['frames of a new kind', 'unknown-frame', 'channel "horoscope" is not known'],
  ] as const)(
    '%s before everything: told in a line a minute, nothing lost, and the bot trades',
    async (_, fault, says) => {
      const user = owner();
      user.kraken.socketFaults.add({ fault });
      const bot = await user.startLive('--volume', '1');
      await user.pass(250);
      const told = linesOf(bot, /skipped what is not understood/);
      expect(told.length).toBeGreaterThan(1);
      expect(told.length).toBeLessThan(20);
      for (const line of told) expect(line).toContain(says);
      // Both sockets.
      expect(new Set(told.map((line) => line.includes('account: skipped')))).toEqual(new Set([true, false]));
      bot.signal('SIGTERM');
      expect(await user.until(bot.ended)).toBe(0);
      expect(linesOf(bot, /Trade \d+ closed: flop/).length).toBeGreaterThan(0);
      expect(await user.verified()).toMatch(/4 orders, 4 fills, 2 closed trades: no difference/);
    },
  );
});
