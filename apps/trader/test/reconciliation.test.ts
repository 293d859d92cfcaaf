import { createHash, createHmac } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Decimal, type OrderRequest, type Signal } from '@fathom/contracts';
import type { HttpTransport } from '@fathom/exchange';
import type { RestFault } from '@fathom/kraken-simulator';
import { beforeAll, describe, expect, it } from 'vitest';
import { readLedger } from '../src/ledger/ledger-view.js';
import { verifyInternally } from '../src/ledger/verify/verify-internally.js';
import { RunningBot } from '../src/trade/running-bot.js';
import type { BotPlan } from '../src/trade/bot-plan.js';
import { botPlan, localMarket, type LocalMarketOptions, told } from './local-market.js';
import { warmUp } from './moved-time.js';

beforeAll(warmUp, 60_000);

/** Until the first candle is decided on, its order answered, and the account's records were compared after it. */
const FIRST_CANDLE_S = 90;
const NEXT_ROUND_S = 310;

const enter: Signal = { action: 'enter', side: 'long', reason: 'told', price: 100 };
const buyer = told((minute) => (minute === 0 ? [enter] : []));

const halts = (bot: RunningBot) =>
  [...bot.memory.store.events()].flatMap(({ event }) => (event.type === 'trading-halted' ? [event.reason] : []));

interface LiveOptions {
  readonly isDeaf?: boolean;
  readonly fault?: RestFault;
  readonly market?: LocalMarketOptions;
  readonly plan?: Partial<BotPlan>;
  readonly through?: (transport: HttpTransport, secret: string) => HttpTransport;
}

/** What is bought is asked for with the fee in base, as if Kraken did not follow what it is asked for. */
function keepingFeesInBase(transport: HttpTransport, secret: string): HttpTransport {
  return (request) => {
    const { url, body, headers } = request;
    if (!url.endsWith('AddOrder') || !body.includes('type=buy')) return transport(request);
    const changed = body.replace('fciq', 'fcib');
    const nonce = new URLSearchParams(body).get('nonce') ?? '';
    const digest = createHash('sha256').update(`${nonce}${changed}`).digest();
    const hmac = createHmac('sha512', Buffer.from(secret, 'base64')).update(new URL(url).pathname).update(digest);
    return transport({ ...request, body: changed, headers: { ...headers, 'API-Sign': hmac.digest('base64') } });
  };
}

/** A live bot over a local Kraken. `isDeaf`: the account's feed acknowledges and tells nothing. */
async function live({ isDeaf = false, fault, market, plan: fields, through }: LiveOptions = {}) {
  const world = localMarket({ balances: { USD: '10000', BTC: '3' }, ...market });
  const plan = botPlan(buyer, { mode: 'live', ...fields });
  const troubles: string[] = [];
  const notes: string[] = [];
  const onTrouble = (reason: string) => troubles.push(reason);
  if (isDeaf) world.kraken.socketFaults.add({ match: { frames: ['ack'], channel: 'executions' }, fault: 'mute' });
  if (fault !== undefined) world.kraken.faults.add({ match: { method: 'AddOrder', times: 1 }, fault });
  const start = async () => {
    const access = world.access(through?.(world.transport, world.customer.secret), { onTrouble });
    const observer = {
      onTrouble,
      onNote: (text: string) => notes.push(text),
      onEnd: (error: unknown) => {
        throw error;
      },
    };
    const bot = await world.until(RunningBot.open(plan, access, observer));
    bot.start();
    return { bot, access };
  };
  const first = await start();
  /** Somebody else with the same account. */
  const somebody = async (order: Partial<OrderRequest> & { clientOrderId: string }, userReference?: number) => {
    const { rest } = first.access;
    const pair = await world.until(rest.pairs.find('BTC/USD'));
    const whole = {
      type: 'market',
      side: 'buy',
      quantity: Decimal.ONE,
      time: world.time.now(),
      ...order,
    } as OrderRequest;
    return world.until(rest.orders.add(whole, { pair, ...(userReference !== undefined && { userReference }) }));
  };
  const balances = async () => {
    const found = await world.until(first.access.rest.account.balances());
    const of = (asset: string) => found.find((one) => one.asset === asset)?.total.toString();
    return { USD: of('USD'), BTC: of('BTC') };
  };
  const end = (bot: RunningBot) => {
    bot.close();
    first.access.close();
    world.stop();
  };
  return { ...world, ...first, start, plan, troubles, notes, somebody, balances, end };
}

describe('reconciliation while a bot runs', () => {
  it('has nothing to say where everything is as it should be', async () => {
    const { bot, pass, troubles, notes, end } = await live();
    await pass(FIRST_CANDLE_S + NEXT_ROUND_S);
    expect(bot.ledger.open).toHaveLength(1);
    expect([troubles, notes, halts(bot)]).toEqual([[], [], []]);
    end(bot);
  });

  it('sells what has arrived where Kraken keeps the fee of a purchase in base units', async () => {
    const definition = told((minute, _, { open }) => {
      if (minute === 0) return [enter];
      return minute < 7 ? [] : open.map(({ id }) => ({ action: 'exit', tradeId: id, reason: 'told' }));
    });
    const { bot, plan, pass, balances, troubles, end } = await live({
      market: { balances: { USD: '300' } },
      plan: { definition },
      through: keepingFeesInBase,
    });
    await pass(FIRST_CANDLE_S);
    expect(await balances()).toMatchObject({ BTC: '0.996' });
    await pass(NEXT_ROUND_S);
    expect(bot.ledger.open.map(({ quantity }) => quantity.toString())).toEqual(['0.996']);
    expect(bot.ledger.holding.toString()).toBe('0.996');
    expect(troubles.join('\n')).toContain('Kraken has taken a fee of 0.004 BTC in BTC');
    await pass(120);
    expect(bot.ledger.open).toEqual([]);
    expect(await balances()).toMatchObject({ BTC: '0' });
    const [trade] = bot.ledger.closed;
    // Bought for 100.1 and no fee beside it; 0.996 sold at 99.9, less a fee of 0.398.
    expect(trade?.profit.toString()).toBe('-0.9976');
    expect(bot.ledger.cash.toString()).toBe('299.0024');
    expect(await balances()).toEqual({ USD: '299.0024', BTC: '0' });
    expect(troubles.filter((trouble) => trouble.includes('than the ledger accounts for'))).toEqual([]);
    end(bot);
    const name = basename(bot.memory.path, '.sqlite');
    expect(verifyInternally(await readLedger(plan.ledgerFolder, name)).differences).toEqual([]);
  });

  it('adopts what was filled of an order that Kraken said it refused', async () => {
    const refused: RestFault = { kind: 'error', when: 'after', error: 'EOrder:Insufficient funds' };
    const { bot, pass, balances, end } = await live({ isDeaf: true, fault: refused });
    await pass(FIRST_CANDLE_S);
    expect(bot.ledger.open).toHaveLength(0);
    await pass(NEXT_ROUND_S);
    expect(bot.ledger.open).toHaveLength(1);
    expect(await balances()).toEqual({ USD: bot.ledger.cash.round(4, 'down').toString(), BTC: '4' });
    end(bot);
  });

  it('halts entries when an order was executed twice, and has both executions in its books', async () => {
    const { bot, pass, balances, end } = await live({ isDeaf: true, fault: { kind: 'duplicate' } });
    await pass(FIRST_CANDLE_S + NEXT_ROUND_S);
    expect(halts(bot)).toEqual([expect.stringContaining('was executed twice')]);
    await pass(60);
    expect(bot.ledger.holding.toString()).toBe('2');
    expect(await balances()).toEqual({ USD: bot.ledger.cash.round(4, 'down').toString(), BTC: '5' });
    end(bot);
  });

  it('adopts a liquidation: the short is closed in its books as it is at Kraken, to the last digit', async () => {
    const risen = { bids: [['159.9', '50']], asks: [['160.1', '50']] } as const;
    const short = told((minute) => (minute === 0 ? [{ ...enter, side: 'short' }] : []));
    const { bot, pass, balances, troubles, end } = await live({
      market: { balances: { USD: '60' }, scenes: [{ at: 120, price: 160, book: risen }] },
      plan: { definition: short, margin: { leverage: 5 } },
    });
    await pass(FIRST_CANDLE_S);
    expect(bot.ledger.position.toString()).toBe('-1');
    expect((await balances()).USD).toBe(bot.ledger.cash.round(4, 'down').toString());
    // Kraken's own order is heard of, so nobody waits for the next round.
    await pass(60);
    expect(bot.ledger.position.toString()).toBe('0');
    expect((await balances()).USD).toBe(bot.ledger.cash.round(4, 'down').toString());
    expect([...bot.ledger.closed].map(({ side }) => side)).toEqual(['short']);
    expect(troubles).toEqual([expect.stringMatching(/^Kraken has closed what was held on margin: O/)]);
    end(bot);
  });

  it('halts entries when somebody trades under its id', async () => {
    const { bot, pass, plan, somebody, troubles, end } = await live();
    await somebody({ clientOrderId: `${plan.identity.id}-stranger` });
    await pass(NEXT_ROUND_S);
    expect(halts(bot)).toEqual([expect.stringContaining('does another process trade as this bot?')]);
    expect(troubles).toHaveLength(1);
    end(bot);
  });

  it('leaves other bots alone, and tells of everybody else, once', async () => {
    const { bot, pass, somebody, notes, troubles, end } = await live();
    await pass(FIRST_CANDLE_S);
    const { cash, holding } = bot.ledger;
    await somebody({ clientOrderId: '001-other-bot' });
    await somebody({ clientOrderId: 'x' }, 77);
    await somebody({ clientOrderId: 'by-hand' });
    await pass(NEXT_ROUND_S * 2);
    expect(notes).toEqual([
      expect.stringMatching(/^the account has an order of somebody else: O\S+ \(by-hand\), buy 1\.0/),
    ]);
    expect([troubles, halts(bot)]).toEqual([[], []]);
    expect([bot.ledger.cash, bot.ledger.holding]).toEqual([cash, holding]);
    end(bot);
  });

  it('remembers over a restart, and begins anew where its memory cannot be read', async () => {
    const { bot, pass, plan, start, somebody, troubles, notes, end } = await live();
    await pass(FIRST_CANDLE_S);
    bot.close();
    const [file] = readdirSync(plan.ledgerFolder).filter((name) => name.endsWith('.account.json'));
    expect(file).toBe(`${plan.identity.id}-live.account.json`);
    await somebody({ clientOrderId: 'by-hand' });
    const second = await start();
    await pass(NEXT_ROUND_S);
    expect(notes).toHaveLength(1);
    second.bot.close();
    writeFileSync(join(plan.ledgerFolder, file ?? ''), 'no JSON');
    const third = await start();
    await pass(NEXT_ROUND_S);
    expect(troubles).toEqual([]);
    expect(existsSync(join(plan.ledgerFolder, file ?? ''))).toBe(true);
    end(third.bot);
  });
});
