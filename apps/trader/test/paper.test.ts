import type { EnterSignal, LedgerEvent, Signal, StrategyDefinition } from '@fathom/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BotPlan } from '../src/trade/bot-plan.js';
import type { BotObserver } from '../src/trade/bot-observer.js';
import { RunningBot } from '../src/trade/running-bot.js';
import { botPlan, localMarket, type LocalMarketOptions, told } from './local-market.js';
import { warmUp } from './moved-time.js';

beforeAll(warmUp);

const enter = (fields: Partial<EnterSignal> = {}): Signal => ({
  action: 'enter',
  side: 'long',
  reason: 'told',
  price: 100,
  ...fields,
});

/** Enters with the first candle, once. */
const buyer = (fields: Partial<EnterSignal> = {}) => told((minute) => (minute === 0 ? [enter(fields)] : []));
/** Enters with the first candle, leaves with the next. */
const inAndOut = told((minute, _, { open }) => {
  if (minute === 0) return [enter()];
  return open.map(({ id }) => ({ action: 'exit', tradeId: id, reason: 'told' }));
});

/** A bot on paper over a local Kraken's public feed, from shortly before `BEGIN` on. */
async function onPaper(definition: StrategyDefinition, market: LocalMarketOptions = {}, fields: Partial<BotPlan> = {}) {
  const world = localMarket(market);
  const plan = botPlan(definition, fields);
  const troubles: string[] = [];
  const candles: string[] = [];
  const observer: BotObserver = {
    onTrouble: (reason) => troubles.push(reason),
    onCandle: ({ candle, origin, isLate }) => {
      const time = new Date(candle.openTime).toISOString().slice(11, 16);
      candles.push(`${time} ${origin}${isLate ? ' late' : ''}`);
    },
    onEnd: (error) => {
      throw error;
    },
  };
  /** Another process: nothing but the ledger is left of the one before. */
  const start = async () => {
    const access = world.access();
    const bot = await world.until(RunningBot.open(plan, access, observer));
    bot.start();
    return { bot, access };
  };
  return { ...world, ...(await start()), start, troubles, candles };
}

const events = (bot: RunningBot): LedgerEvent[] => [...bot.memory.store.events()].map(({ event }) => event);
const fills = (bot: RunningBot): string[] =>
  events(bot).flatMap((event) => {
    if (event.type !== 'order-filled') return [];
    const { quantity, price, fee, liquidity } = event.fill;
    const id = event.clientOrderId.replace(/^\d+-\d+/, '');
    return [`${id} ${quantity.toString()} @ ${price.toString()} fee ${fee.toString()} ${liquidity}`];
  });

/** Enough for the first candle, its order and its answer. */
const FIRST_CANDLE_S = 85;

const THIN_BOOK = {
  bids: [['99.9', '50']],
  asks: [
    ['100.1', '0.3'],
    ['100.2', '0.3'],
    ['100.9', '50'],
  ],
} as const;

describe('trading on paper', () => {
  it('walks the real book, level by level, at the taker fee', async () => {
    const { bot, pass } = await onPaper(buyer(), { scenes: [{ at: 30, book: THIN_BOOK }] });
    await pass(FIRST_CANDLE_S);
    expect(fills(bot)).toEqual([
      '-e 0.3 @ 100.1 fee 0.12012 taker',
      '-e 0.3 @ 100.2 fee 0.12024 taker',
      '-e 0.4 @ 100.9 fee 0.16144 taker',
    ]);
    expect([bot.ledger.cash.toString(), bot.ledger.holding.toString()]).toEqual(['9899.1482', '1']);
    bot.close();
  });

  it('sells into the bids, and keeps the sum to the last digit', async () => {
    const { bot, pass } = await onPaper(inAndOut);
    await pass(FIRST_CANDLE_S + 60);
    expect(fills(bot)).toEqual(['-e 1 @ 100.1 fee 0.4004 taker', '-x 1 @ 99.9 fee 0.3996 taker']);
    expect([...bot.ledger.closed].map(({ profit }) => profit.toString())).toEqual(['-1']);
    expect([bot.ledger.cash.toString(), bot.ledger.holding.toString()]).toEqual(['9999', '0']);
    bot.close();
  });

  it('meets the book there is when the order arrives, not the one it was decided on', async () => {
    // The candle of the first minute is known a second after its end, and decided on at the next tick.
    const risen = { bids: [['109.9', '50']], asks: [['110', '50']] } as const;
    const scenes = [{ at: 64, book: risen }];
    const soon = await onPaper(buyer(), { scenes }, { latencyMs: 50 });
    await soon.pass(FIRST_CANDLE_S);
    expect(fills(soon.bot)).toEqual(['-e 1 @ 100.1 fee 0.4004 taker']);
    soon.bot.close();
    const late = await onPaper(buyer(), { scenes }, { latencyMs: 4000 });
    await late.pass(FIRST_CANDLE_S);
    expect(fills(late.bot)).toEqual(['-e 1 @ 110 fee 0.44 taker']);
    late.bot.close();
  });

  it('fills a target that rests as maker, when the market trades through it', async () => {
    const risen = { bids: [['101.5', '50']], asks: [['101.6', '50']] } as const;
    const { bot, pass } = await onPaper(buyer({ takeProfitPrice: 101 }), {
      scenes: [{ at: 90, price: 101.5, book: risen }],
    });
    await pass(FIRST_CANDLE_S + 40);
    expect(fills(bot)).toEqual(['-e 1 @ 100.1 fee 0.4004 taker', '-t 1 @ 101 fee 0.2525 maker']);
    bot.close();
  });

  it('sells at the market when the price falls to the stop', async () => {
    const fallen = { bids: [['94.9', '50']], asks: [['95.1', '50']] } as const;
    const { bot, pass } = await onPaper(buyer({ stopPrice: 97 }), { scenes: [{ at: 90, price: 95, book: fallen }] });
    await pass(FIRST_CANDLE_S + 40);
    expect(fills(bot)).toEqual(['-e 1 @ 100.1 fee 0.4004 taker', '-s 1 @ 94.9 fee 0.3796 taker']);
    bot.close();
  });

  it('takes up what rested when it was killed, and is stopped out by the next process', async () => {
    const fallen = { bids: [['94.9', '50']], asks: [['95.1', '50']] } as const;
    const { bot, pass, start } = await onPaper(buyer({ stopPrice: 97 }), {
      scenes: [{ at: 240, price: 95, book: fallen }],
    });
    await pass(FIRST_CANDLE_S);
    expect(bot.ledger.activeOrders()).toMatchObject([{ type: 'stop-loss', status: 'open' }]);
    bot.close();
    await pass(60);
    const { bot: next } = await start();
    await pass(120);
    expect(fills(next)).toEqual(['-e 1 @ 100.1 fee 0.4004 taker', '-s 1 @ 94.9 fee 0.3796 taker']);
    expect([next.ledger.open.length, next.unknownOrders]).toEqual([0, 0]);
    next.close();
  });

  it('knows that an order on its way died with the process, and enters again', async () => {
    const { bot, pass, start } = await onPaper(
      told((minute, _, { open, pendingEntries }) =>
        minute >= 0 && open.length + pendingEntries === 0 ? [enter()] : [],
      ),
      {},
      { latencyMs: 30_000 },
    );
    await pass(FIRST_CANDLE_S);
    expect(bot.ledger.activeOrders()).toMatchObject([{ type: 'market', status: 'submitted' }]);
    bot.close();
    const { bot: next } = await start();
    await pass(150);
    expect(events(next).find((event) => event.type === 'order-canceled')).toMatchObject({
      reason: 'the paper exchange was restarted',
    });
    expect(fills(next)).toEqual(['-e 1 @ 100.1 fee 0.4004 taker']);
    next.close();
  });

  it('fills nothing from a book whose checksum is wrong, and all of it from the next right snapshot', async () => {
    const risen = { bids: [['109.9', '50']], asks: [['110', '50']] } as const;
    const { bot, pass, kraken } = await onPaper(buyer(), { scenes: [{ at: 30, book: risen }] });
    await pass(40);
    expect(bot.takeBookVerifiedPercent()).toBe(100);
    expect(bot.takeBookVerifiedPercent()).toBeUndefined();
    kraken.socketFaults.add({ fault: 'wrong-checksum', match: { channel: 'book' } });
    await pass(FIRST_CANDLE_S - 20);
    expect(bot.takeBookVerifiedPercent()).toBeLessThan(100);
    expect(bot.ledger.activeOrders()).toMatchObject([{ type: 'market', status: 'submitted' }]);
    expect(fills(bot)).toEqual([]);
    kraken.socketFaults.clear();
    await pass(70);
    expect(fills(bot)).toEqual(['-e 1 @ 110 fee 0.44 taker']);
    bot.close();
  });

  it('waits with an order while the feed is gone, fetches the candles it missed, and sees each once, in order', async () => {
    const seen: number[] = [];
    const { bot, pass, sockets, candles } = await onPaper(
      told((minute) => {
        seen.push(minute);
        return minute === 3 ? [enter()] : [];
      }),
    );
    await pass(95);
    sockets.hangUp();
    await pass(180);
    const live = seen.filter((minute) => minute >= 0);
    expect(live).toEqual([0, 1, 2, 3]);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(candles.slice(-4).map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      'live',
      'history',
      'live',
      'live',
    ]);
    expect(fills(bot)).toEqual(['-e 1 @ 100.1 fee 0.4004 taker']);
    bot.close();
  });
});
