import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerEvent } from '@fathom/contracts';
import { botId } from '@fathom/notifications';
import { SqliteLedger } from '@fathom/storage';
import { TransportError } from '@fathom/exchange';
import { ManualTime, settled } from '@fathom/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';
import { localMarket, type LocalMarketOptions } from './local-market.js';
import { letPass, warmUp, whileTimePasses } from './moved-time.js';

beforeAll(warmUp);

/** Always in a trade: enters whenever it holds nothing, and never leaves by itself. */
const HOLDER = `export default {
  name: 'holder', label: 'Holder', description: 'always in a trade',
  schema: { parse: () => ({}) },
  create: () => ({
    name: 'holder', label: 'Holder', warmup: 1, config: {},
    onCandle: ({ close }, { open, pendingEntries }) =>
      open.length + pendingEntries > 0 ? [] : [{ action: 'enter', side: 'long', reason: 'held', price: close }],
  }),
};`;
const unreachable = () => Promise.reject(new TransportError('dns', 'api.kraken.com: name not found'));
const KEY = `${botId('Localbot')}-paper`;
const ARGS = ['-p', '1', '--strategy', './holder.js', '--volume', '1'];

/** A user whose bot trades a local Kraken on paper. */
function owner(market: LocalMarketOptions = {}) {
  const world = localMarket(market);
  const { transport, sockets, time } = world;
  const user = newUser({ network: { transport, sockets, time }, env: { USER: 'alice' } });
  user.write('holder.js', HOLDER);
  const path = (name: string) => join(user.folder, 'data/run', name);
  const ledgerPath = join(user.folder, `data/ledgers/${KEY}.sqlite`);
  return {
    ...world,
    ...user,
    path,
    /** Types a command and lets time pass until it is done. */
    trader: (...args: string[]) => world.until(user.trader(...args)),
    /** A bot that holds something. */
    startHolding: async (...args: string[]) => {
      const bot = user.start(...ARGS, ...args);
      // What it needs is read from the disk, which takes as long as it takes.
      while (bot.out() === '') await settled();
      for (let second = 0; second < 200 && !bot.out().includes(' opened: '); second += 1) await world.pass(1);
      expect(bot.out() + bot.err()).toContain(' opened: 1 BTC');
      return bot;
    },
    health: (): unknown => JSON.parse(readFileSync(path(`${KEY}.health.json`), 'utf8')),
    events: async (): Promise<LedgerEvent[]> => {
      const store = await SqliteLedger.read(ledgerPath);
      const events = [...store.events()].map(({ event }) => event);
      store.close();
      return events;
    },
  };
}

describe('a bot that is asked to end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s leaves what is open, says what that is, and ends with 0',
    async (name) => {
      const { startHolding, until, health } = owner();
      const bot = await startHolding();
      bot.signal(name);
      expect(await until(bot.ended)).toBe(0);
      expect(bot.out()).toContain(`Stopping: ${name}\n`);
      expect(bot.out()).toMatch(/Stopped\. 0 trades closed, 1 open, 0 orders on their way or resting; /);
      expect(bot.out()).toMatch(/Left open: trade \d+, 1 BTC long; nothing rests for it\n$/);
      expect(health()).toMatchObject({ state: 'ended', exitCode: 0, reason: name, openTrades: 1 });
    },
  );

  it('closes what is open when it was started so', async () => {
    const { startHolding, until } = owner();
    const bot = await startHolding('--on-stop', 'close');
    bot.signal('SIGTERM');
    expect(await until(bot.ended)).toBe(0);
    expect(bot.out()).toMatch(/Trade \d+ closed: stopped: SIGTERM\n/);
    expect(bot.out()).toMatch(/Stopped\. 1 trades closed, 0 open, 0 orders/);
  });

  it('ends at once on the second signal, though an order is on its way; the next start finds out, and closes what was to be closed', async () => {
    const { startHolding, until, pass, start } = owner();
    const bot = await startHolding('--on-stop', 'close', '--latency', '20000');
    bot.signal('SIGTERM');
    await pass(1);
    bot.signal('SIGTERM');
    expect(await until(bot.ended)).toBe(0);
    expect(bot.out()).toMatch(/Stopped\. 0 trades closed, 1 open, 1 orders on their way/);
    const next = start(...ARGS);
    await pass(5);
    next.signal('SIGINT');
    expect(await until(next.ended)).toBe(0);
    expect(next.out()).toMatch(/Stopped\. 1 trades closed, 0 open, 0 orders/);
  });

  it('looks after what is open though it could enter nothing any more, and is refused only without', async () => {
    const user = owner();
    const bot = await user.startHolding('--on-stop', 'leave');
    bot.signal('SIGTERM');
    expect(await user.until(bot.ended)).toBe(0);
    const tiny = ['-p', '1', '--strategy', './holder.js', '--volume', '0.00001'];
    const again = user.start(...tiny, '--on-stop', 'close');
    await user.pass(10);
    again.signal('SIGTERM');
    expect(await user.until(again.ended)).toBe(0);
    expect(again.out()).toContain('1 trades closed, 0 open');
    const refused = await user.trader(...tiny);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('--volume 0.00001 BTC is below the ')]);
  });

  it('ends by itself when its time is over, and says so', async () => {
    const { start, until } = owner();
    const bot = start(...ARGS, '--for', '30');
    expect(await until(bot.ended)).toBe(0);
    expect(bot.out()).toContain('Stopping: --for 30 is over\n');
  });
});

describe('a strategy that does not come back', () => {
  it('is interrupted and named, the bot reports what it holds and ends with 5, and the restart is clean', async () => {
    const { write, start, pass, until, health, trader } = owner();
    // Comes back for the candles of history and for the first of its own, not for the second.
    write(
      'hanging.js',
      HOLDER.replace(
        'open.length + pendingEntries > 0 ?',
        '(() => { while (open.length > 0 && globalThis.isWell !== true); return open.length + pendingEntries > 0; })() ?',
      ),
    );
    const args = ['-p', '1', '--strategy', './hanging.js', '--volume', '1', '--strategy-limit', '1'];
    const bot = start(...args);
    while (bot.out() === '') await settled();
    expect(await until(bot.ended)).toBe(5);
    expect(bot.err()).toBe('error: strategy holder had not come back after 1 s and was interrupted\n');
    expect(bot.out()).toMatch(/Left open: trade \d+, 1 BTC long; nothing rests for it\n$/);
    expect(health()).toMatchObject({ state: 'ended', exitCode: 5, openTrades: 1 });
    expect((await trader('status')).out).toMatch(/ended with exit code 5: strategy holder had\s+not come back/);

    const well = start(...ARGS);
    while (well.out() === '') await settled();
    await pass(130);
    well.signal('SIGTERM');
    expect(await until(well.ended)).toBe(0);
    expect(well.out()).toMatch(/Stopped\. 0 trades closed, 1 open, 0 orders/);
  });
});

describe('the kill switch', () => {
  it('stops entries, is kept with who and why, and survives a restart', async () => {
    const { startHolding, trader, until, pass, events, start } = owner();
    const bot = await startHolding();
    const stopped = await trader('stop', '--bot', 'Localbot', '--reason', 'rates at 14:00');
    expect(bot.out()).toContain(
      'alice stops entries: rates at 14:00; trader stop --resume --bot Localbot lets the bot enter again\n',
    );
    expect(stopped).toEqual({ code: 0, out: 'Localbot (paper) enters nothing any more; 1 trade(s) open\n', err: '' });
    expect((await events()).at(-1)).toMatchObject({ type: 'trading-halted', by: 'alice', reason: 'rates at 14:00' });
    bot.signal('SIGTERM');
    await until(bot.ended);

    const next = start(...ARGS);
    await pass(20);
    expect((await trader('status')).out).toMatch(
      /halted .*\n\n +Localbot \(paper\) +enters nothing: rates at 14:00; /s,
    );
    next.signal('SIGTERM');
    await until(next.ended);
    expect((await events()).filter(({ type }) => type === 'trading-halted')).toHaveLength(1);
  });

  it('closes everything with --now, and enters again when it is resumed', async () => {
    const { startHolding, trader, pass, events } = owner();
    const bot = await startHolding();
    await trader('stop', '--bot', 'Localbot', '--now');
    await pass(130);
    expect(bot.out()).toMatch(/Trade \d+ closed: stopped: trader stop\n/);
    const refused = (await events()).filter((event) => event.type === 'signal-refused');
    expect(refused.at(-1)).toMatchObject({ rule: 'kill switch' });
    const resumed = await trader('stop', '--bot', 'Localbot', '--resume');
    expect(resumed.out).toBe('Localbot (paper) enters again; no trade is open\n');
    expect((await events()).findLast(({ type }) => type === 'trading-resumed')).toMatchObject({ by: 'alice' });
    await pass(70);
    expect(bot.out().match(/opened: 1 BTC/g)).toHaveLength(2);
  });

  it('is a file as well, which may hold the reason or nothing, and stops all bots when it is called all.stop', async () => {
    const { startHolding, path, pass, events, trader } = owner();
    const bot = await startHolding();
    writeFileSync(path('all.stop'), 'the market is mad\nsecond line');
    // The bot looks every second.
    await pass(1.1);
    expect((await events()).at(-1)).toMatchObject({
      type: 'trading-halted',
      by: 'a stop file',
      reason: 'the market is mad',
    });
    expect(bot.out()).toContain(
      'a stop file stops entries: the market is mad; trader stop --resume --all lets them enter again\n',
    );
    expect((await trader('status')).out.replaceAll(/\s+/g, ' ')).toContain('; trader stop --resume --all ends that');
    expect(await trader('stop', '--bot', 'Localbot', '--resume')).toMatchObject({
      code: 2,
      err: 'error: all bots are stopped by a stop file (the market is mad): trader stop --resume --all ends that\n',
    });
    // Taking the file away is not yet a wish to go on.
    rmSync(path('all.stop'));
    await pass(5);
    expect((await events()).at(-1)).toMatchObject({ type: 'trading-halted' });
    await trader('stop', '--resume', '--all');
    expect((await events()).at(-1)).toMatchObject({ type: 'trading-resumed', by: 'alice' });
    expect(existsSync(path(`${KEY}.resume`))).toBe(false);
  });

  it('takes back an entry that rests, which would enter all the same', async () => {
    const { write, start, trader, until, pass, events } = owner({ scenes: [{ at: 200, price: 80 }] });
    write('holder.js', HOLDER.replace('price: close }', 'price: close, limitPrice: 90 }'));
    const bot = start(...ARGS);
    while (bot.out() === '') await settled();
    await pass(100);
    expect((await events()).at(-1)).toMatchObject({ type: 'order-accepted' });
    await trader('stop', '--bot', 'Localbot');
    await pass(5);
    expect((await events()).slice(-2)).toMatchObject([{ type: 'trading-halted' }, { type: 'order-canceled' }]);
    // The price comes to it, and nothing is there any more.
    await pass(150);
    bot.signal('SIGTERM');
    await until(bot.ended);
    expect(bot.out()).toMatch(/Stopped\. 0 trades closed, 0 open, 0 orders on their way or resting; /);
  });

  it('is SIGUSR2 as well', async () => {
    const { startHolding, events } = owner();
    const bot = await startHolding();
    bot.signal('SIGUSR2');
    expect((await events()).at(-1)).toMatchObject({ type: 'trading-halted', by: 'SIGUSR2' });
  });

  it('holds a bot that is not running when it starts', async () => {
    const { startHolding, until, trader, start, pass, events } = owner();
    const bot = await startHolding();
    bot.signal('SIGINT');
    await until(bot.ended);
    const { out } = await trader('stop', '--all');
    expect(out).toBe('Localbot (paper) is not running: it will enter nothing when it starts\n');
    expect((await trader('stop', '--all', '--now')).out).toBe(
      'Localbot (paper) is not running: it will enter nothing when it starts, and close what is open then\n',
    );
    start(...ARGS);
    await pass(5);
    // It is halted, and what was open is closed, as --now has said.
    expect((await events()).slice(-4)).toMatchObject([
      { type: 'trading-halted', by: 'alice' },
      { type: 'order-intended', purpose: 'exit' },
      { type: 'order-accepted' },
      { type: 'order-filled' },
    ]);
  });

  it.each([
    [[], 'say which bot: --bot NAME, or --all'],
    [['--bot', 'x', '--all'], 'say which bot: --bot NAME, or --all'],
    [['--all', '--now', '--resume'], '--now and --resume exclude each other'],
    [['--bot', 'Nobody'], 'no bot Nobody is known here: none has run in this folder'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await newUser().trader('stop', ...args);
    expect([code, err]).toEqual([2, `error: ${message}\n`]);
  });
});

describe('the log', () => {
  it('shows after each candle an entry that waits, then what has filled of it, then all of it', async () => {
    const thin = { bids: [['89.8', '50']], asks: [['89.9', '0.4']] } as const;
    const deep = { bids: [['89.8', '50']], asks: [['89.9', '50']] } as const;
    const { write, start, pass } = owner({
      scenes: [
        { at: 130, book: thin },
        { at: 190, book: deep },
      ],
    });
    write('holder.js', HOLDER.replace('price: close }', 'price: close, limitPrice: 90 }'));
    const bot = start(...ARGS);
    while (bot.out() === '') await settled();
    await pass(290);
    const unit = '1 @ 90 = $90';
    const rows = bot
      .out()
      .split('\n')
      .flatMap((line) => / (BUY .* (?:PENDING|PARTIAL|OPEN)) Exit Price/.exec(line)?.[1] ?? []);
    expect([...new Set(rows)]).toEqual([`BUY ${unit} - PENDING`, 'BUY 0.4 @ 90 = $36 - PARTIAL', `BUY ${unit} - OPEN`]);
    bot.signal('SIGTERM');
  });
});

describe('limits of the command line', () => {
  it('turn entries down, with the reason in the ledger', async () => {
    const user = owner();
    user.write('risk.json', '{ "maxExposure": 50 }');
    const bot = user.start(...ARGS, '--risk', 'risk.json');
    while (bot.out() === '') await settled();
    await user.pass(60);
    bot.signal('SIGTERM');
    await user.until(bot.ended);
    const { out } = await user.trader('ledger', '--refused');
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /^REFUSED 2026-08-02 00:00 long @ 100 0 held and 100 more would be above the 50 that may be held /,
    );
  });

  it.each([
    [['--max-open-trades', '0'], '--max-open-trades: 0 is not a whole number of trades from 1 to 1000'],
    [['--leverage', '1'], '--leverage 1 is not a whole number from 2 to 10'],
    [['--margin-longs'], '--margin-longs needs --leverage: how much is to be borrowed'],
    [['--guards', 'both'], '--guards both is not one of exchange, exchange-target, bot'],
    [['--on-stop', 'panic'], '--on-stop panic is not one of leave, close'],
    [['--latency', '-1'], '--latency -1 is negative'],
    [['--for', '0'], '--for 0 must be more than zero'],
  ])('refuse %j', async (args, message) => {
    expect(await newUser().trader(...args)).toMatchObject({ code: 2, err: `error: ${message}\n` });
  });
});

describe('candles live', () => {
  it('are built of tickers polled with -t, a line for each poll, and traded on', async () => {
    const { startHolding, pass } = owner({
      scenes: [
        { at: 80, price: 101 },
        { at: 100, price: 98 },
      ],
    });
    const bot = await startHolding('-t', '5');
    await pass(140);
    expect(bot.out()).toContain(' Open: 100 Close: None High: 100 Low: 100 Current: 100\n');
    expect(bot.out()).toContain(' Open: 100 Close: None High: 101 Low: 100 Current: 101\n');
    expect(bot.out()).toContain(' Open: 100 Close: 98 High: 101 Low: 98 Current: 98\n');
  });

  it('are those Kraken has after an outage, each once, in order, and marked', async () => {
    const { startHolding, sockets, pass, kraken } = owner();
    const bot = await startHolding();
    kraken.socketFaults.add({ fault: 'ignore' });
    sockets.hangUp();
    await pass(150);
    kraken.socketFaults.clear();
    await pass(150);
    const candles = bot.out().match(/^ Open: .*$/gm) ?? [];
    expect(candles.map((line) => /\(.*\)/.exec(line)?.[0] ?? 'live')).toEqual([
      // The minute in which the bot was started.
      "(from Kraken's history)",
      "(late, from Kraken's history)",
      "(late, from Kraken's history)",
      "(from Kraken's history)",
      // The minute in which the feed came back.
      "(from Kraken's history)",
      'live',
    ]);
    expect(bot.out()).toMatch(/no market data: /);
  });

  it.each(['0', '0.5', 'often'])('are not built of polls every %s seconds', async (seconds) => {
    const { code, err } = await newUser().trader('-t', seconds);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: --ticker .*\n$/);
  });
});

describe('trader status', () => {
  it('tells a living bot, in figures and for machines', async () => {
    const { startHolding, trader, pass } = owner();
    await startHolding();
    await pass(6);
    const { code, out } = await trader('status');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Bot +Mode +Pair +State +Feed +Open +In doubt +Equity\n197:Localbot +paper +BTC\/USD +trading +\d s +1 +0 +9999\.\d\d\n$/,
    );
    const [state] = JSON.parse((await trader('status', '--json')).out) as unknown[];
    expect(state).toMatchObject({
      life: 'alive',
      state: 'trading',
      pid: 4711,
      openTrades: 1,
      unknownOrders: 0,
      cash: '9899.4996',
    });
  });

  it('tells one that still waits for the exchange, and what it is told by others it does when it starts', async () => {
    const { transport, time, until, stop: stopKraken } = localMarket();
    let isThere = false;
    const user = newUser({
      network: {
        time,
        transport: (request) => (isThere ? transport(request) : unreachable()),
      },
    });
    const bot = user.start('-p', '1');
    while (!bot.out().includes('PAPER TRADING')) await letPass(time, 100);
    await letPass(time, 100_000);
    const status = await until(user.trader('status'));
    expect([status.code, status.err]).toEqual([0, '']);
    expect(status.out).toMatch(/197:Localbot +paper +BTC\/USD +waiting/);
    expect(status.out).toMatch(/has waited \d+ s for the exchange to\s+answer/);
    const stop = await until(user.trader('stop', '--bot', 'localbot'));
    expect(stop.out).toBe('Localbot (paper) waits for the exchange: it will enter nothing when it starts\n');
    isThere = true;
    for (let second = 0; second < 200 && !bot.out().includes('stops entries'); second += 1) await letPass(time, 1000);
    expect(bot.out()).toContain('somebody stops entries: trader stop');
    expect((await until(user.trader('status'))).out).toMatch(/paper +BTC\/USD +halted/);
    bot.signal('SIGINT');
    await until(bot.ended);
    stopKraken();
  });

  it('tells one that ended before the exchange answered', async () => {
    const time = new ManualTime(Date.UTC(2026, 7, 2));
    const user = newUser({ network: { transport: unreachable, time } });
    const bot = user.start('-p', '1');
    while (!bot.out().includes('PAPER TRADING')) await letPass(time, 100);
    await letPass(time, 20_000);
    bot.signal('SIGINT');
    expect(await whileTimePasses(time, bot.ended, 100)).toBe(0);
    const { code, out } = await whileTimePasses(time, user.trader('status'), 100);
    expect(code).toBe(0);
    expect(out).toMatch(/stopped/);
    expect(out).toContain('ended in good order: Stopped before it began');
  });

  it('tells one that is gone without a word, one that ended well, and one that hangs', async () => {
    const { startHolding, trader, path, until, time } = owner();
    const bot = await startHolding();
    const file = path(`${KEY}.health.json`);
    const alive = readFileSync(file, 'utf8');
    time.jumpTo(time.now() + 60_000);
    const stale = await trader('status');
    expect(stale.code).toBe(6);
    expect(stale.out).toContain(' stale ');
    expect(stale.out).toMatch(/its process \(4711\) is there and has told nothing for \d+ s:\s+it hangs\n/);
    expect(stale.err).toBe('error: 1 of 1 bots is not alive\n');
    bot.signal('SIGTERM');
    await until(bot.ended);
    const stopped = await trader('status');
    expect([stopped.code, stopped.out]).toEqual([
      0,
      expect.stringMatching(/ stopped .*ended in good order: SIGTERM\n$/s),
    ]);
    // As a kill -9 leaves it.
    writeFileSync(file, alive);
    const dead = await trader('status');
    expect([dead.code, dead.out]).toEqual([6, expect.stringMatching(/ dead .*is gone and did not say\s+good-bye/s)]);
  });

  it('says where it looked when there is nothing, and passes over what is no health file', async () => {
    const user = newUser();
    expect((await user.trader('status')).out).toMatch(/^No bot has run in this folder \(.*data\/run\)\.\n$/);
    expect((await user.trader('status', '--bot', 'Nobody')).code).toBe(2);
  });
});
