import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backtest } from '@fathom/backtest';
import { type Candle, Decimal, type LedgerEvent } from '@fathom/contracts';
import { macd, macdCross, stochastic } from '@fathom/strategies';
import { describe, expect, it } from 'vitest';
import type { BotPlan, Mode } from '../src/trade/bot-plan.js';
import { RunningBot } from '../src/trade/running-bot.js';
import { BEGIN, INSTRUMENT, recordedCandles, recordedMarket } from './parity/recorded-market.js';

const MINUTES = 180;
const BALANCE = Decimal.parse('10000');
const SIZING = { type: 'quantity', quantity: Decimal.parse('0.002') } as const;
const FEES = { takerPercent: Decimal.parse('0.4'), makerPercent: Decimal.parse('0.25') };

const minute = (time: number) => (time - BEGIN) / 60_000;

/** What was decided, and on which candle; when an order of it could be sent, and what it met, is the market's. */
function decisions(events: Iterable<LedgerEvent>): string[] {
  return [...events].flatMap((event) => {
    if (event.type !== 'order-intended' && event.type !== 'exit-decided') return [];
    const about = `${event.tradeId} ${event.reason}`;
    if (event.type === 'exit-decided') return [`${minute(event.time)} exit ${about}`];
    const { purpose, order, signal, time } = event;
    const { type, side, quantity } = order;
    const price = 'price' in order ? ` at ${order.price.toString()}` : '';
    const sent = `${type} ${side} ${quantity.toString()}${price} ${about}`;
    return [
      purpose === 'entry' ? `${minute(time)} ${sent} ${signal?.price} ${signal?.stopPrice}` : `${purpose} ${sent}`,
    ];
  });
}

async function traded(mode: Mode, candles: readonly Candle[], strategy: Pick<BotPlan, 'definition' | 'config'>) {
  const market = await recordedMarket(candles);
  const plan: BotPlan = {
    ...strategy,
    identity: { id: 320, name: 'parity' },
    mode,
    pair: INSTRUMENT.name,
    interval: 1,
    source: 'market-trades',
    sizing: SIZING,
    balance: BALANCE,
    fees: FEES,
    onStop: 'leave',
    runsForMs: undefined,
    ledgerFolder: mkdtempSync(join(tmpdir(), 'parity-')),
  };
  const bot = await market.until(RunningBot.open(plan, market.access));
  bot.start();
  await market.pass(MINUTES * 60_000 + 30_000);
  const events = [...bot.memory.store.events()].map(({ event }) => event);
  bot.close();
  market.close();
  return decisions(events);
}

function backtested(candles: readonly Candle[], { definition, config }: Pick<BotPlan, 'definition' | 'config'>) {
  const events: LedgerEvent[] = [];
  const backtest = new Backtest({
    strategy: definition.create(config),
    instrument: INSTRUMENT,
    interval: 1,
    balance: BALANCE,
    sizing: SIZING,
    fees: FEES,
    tradeFrom: BEGIN - 60_000,
    botId: '320',
    store: { append: (event) => events.push(event) },
  });
  for (const candle of candles) backtest.feed(candle);
  return decisions(events);
}

// Two lively weeks, and strategies with and without stops that rest.
describe('a recorded market that waits for everybody decides the same', () => {
  it.each([
    ['macd', macd, Date.UTC(2021, 5, 21, 18)],
    ['stochastic', stochastic, Date.UTC(2022, 5, 10)],
    ['macd-cross', macdCross, Date.UTC(2022, 5, 10)],
  ] as const)(
    'by %s, in a backtest, on paper and in a rehearsal',
    async (_name, definition, from) => {
      const strategy = { definition, config: definition.schema.parse({}) };
      const candles = await recordedCandles(from, MINUTES);
      const expected = backtested(candles, strategy);
      expect(expected.length).toBeGreaterThan(5);
      expect(await traded('paper', candles, strategy)).toEqual(expected);
      expect(await traded('rehearsal', candles, strategy)).toEqual(expected);
    },
    300_000,
  );
});
