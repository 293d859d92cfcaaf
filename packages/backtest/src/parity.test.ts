import {
  type Candle,
  Decimal,
  type EngineEvent,
  type EnterSignal,
  type Instrument,
  type Signal,
  type Strategy,
} from '@fathom/contracts';
import { Engine } from '@fathom/engine';
import { Ledger } from '@fathom/ledger';
import { feesByVolume, VenueExecution } from '@fathom/simulator';
import { bitcoin, SeededRandom, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { Backtest } from './backtest.js';

const d = (text: string) => Decimal.parse(text);
const HOUR = 3_600_000;
/** Prints of a candle; the market moves by one from print to print. */
const STEPS = 4;
const instrument: Instrument = { ...bitcoin, priceDecimals: 0, tickSize: Decimal.ONE };
const FEES = { takerPercent: d('0.4'), makerPercent: d('0.25') };
const BALANCE = d('100000');

/**
 * A market that goes up and down one by one and turns at prices that end in 3; candles close at odd prices. What waits for
 * a price waits at an even one: nothing hangs on who is served at the very last price of a candle, or of a move.
 */
function zigzag(seed: number, candles: number): number[] {
  const random = new SeededRandom(seed);
  const prices = [503];
  let turn = 503;
  for (let rises = true; prices.length < candles * STEPS + 1; rises = !rises) {
    const length = 10 * (1 + Math.floor(random.next() * 3));
    const wanted = rises ? turn + length : Math.max(203, turn - length);
    for (let price = turn; price !== wanted; ) {
      price += Math.sign(wanted - turn);
      prices.push(price);
    }
    turn = wanted;
  }
  return prices.slice(0, candles * STEPS + 1);
}

/** Candle `index`: from its first print, which is the last of the one before, to its last. */
function candleOf(prices: readonly number[], index: number): Candle {
  const own = prices.slice(index * STEPS, (index + 1) * STEPS + 1);
  const [open = Number.NaN] = own;
  const close = own.at(-1) ?? Number.NaN;
  const openTime = START + index * HOUR;
  return { openTime, open, high: Math.max(...own), low: Math.min(...own), close, volume: 1, trades: STEPS };
}

/** Enters and leaves by chance, the same chance each time; levels as the market above needs them. */
class Gambler implements Strategy {
  readonly name = 'gambler';
  readonly label = 'Gambler';
  readonly warmup = 0;
  readonly config = {};
  private readonly random: SeededRandom;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
  }

  onCandle: Strategy['onCandle'] = ({ close }, { open, pending }) => {
    const chances = Array.from({ length: 8 }, () => this.random.next());
    const signals: Signal[] = [];
    for (const { id, isClosing, side } of open) {
      const chance = chances[side === 'long' ? 0 : 1] ?? 1;
      if (!isClosing && chance < 0.05) signals.push({ action: 'exit', tradeId: id, reason: 'chance' });
    }
    for (const side of ['long', 'short'] as const) {
      const isBusy = [...open, ...pending].some((one) => one.side === side);
      const [, , wants = 1, stop = 1, target = 1, trail = 1, limit = 1] = chances;
      if (isBusy || (side === 'long' ? wants > 0.4 : wants < 0.6)) continue;
      signals.push(entry(side, close, { stop, target, trail, limit }));
    }
    return signals;
  };
}

function entry(side: 'long' | 'short', close: number, chances: Record<'stop' | 'target' | 'trail' | 'limit', number>) {
  const sign = side === 'long' ? 1 : -1;
  const level = (distance: number) => 10 * Math.round((close + sign * distance) / 10);
  const rests = side === 'long' && chances.limit < 0.5;
  const signal: EnterSignal = {
    action: 'enter',
    side,
    reason: 'chance',
    price: close,
    ...(chances.stop < 0.7 && { stopPrice: level(rests ? -25 : -15) }),
    ...(chances.target < 0.7 && { takeProfitPrice: level(12) }),
    ...(chances.trail < 0.4 && { trailingOffset: 11 }),
    // Rollovers run from when an order has filled, which candles do not tell: what is borrowed is sold at the market.
    ...(rests && { limitPrice: level(-9), restMs: 6 * HOUR }),
  };
  return signal;
}

const SIZING = { type: 'quantity', quantity: Decimal.ONE } as const;
const MARGIN = { leverage: 2 };

function backtested(prices: readonly number[], count: number, seed: number, place: 'exchange' | 'bot'): Ledger {
  const run = new Backtest({
    strategy: new Gambler(seed),
    instrument,
    interval: 60,
    balance: BALANCE,
    sizing: SIZING,
    fees: FEES,
    margin: MARGIN,
    guards: { place },
  });
  for (let index = 0; index < count; index += 1) run.feed(candleOf(prices, index));
  return run.ledger;
}

/** The same as it would be lived: every print, orders on a book, answers as events. */
function lived(prices: readonly number[], count: number, seed: number, place: 'exchange' | 'bot'): Ledger {
  const ledger = new Ledger({ startBalance: BALANCE, remembered: 1000 });
  const mail: EngineEvent[] = [];
  const execution = new VenueExecution({
    instrument: { ...instrument, leverageBuy: [2], leverageSell: [2], marginCallPercent: 80, marginStopPercent: 40 },
    balances: new Map([['USD', BALANCE]]),
    time: START,
    feeRates: feesByVolume([{ fromVolume: Decimal.ZERO, ...FEES }]),
    latencyMs: 0,
    deliver: (event) => mail.push(event),
  });
  const engine = new Engine({
    botId: '000',
    strategy: new Gambler(seed),
    instrument,
    execution,
    ledger,
    store: { append: () => undefined },
    sizing: SIZING,
    costFactor: 1.004,
    margin: MARGIN,
    guards: { place },
  });
  const settle = (time: number) => {
    for (let turn = 0; turn < 6; turn += 1) {
      execution.advanceTo(time);
      for (const event of mail.splice(0)) engine.process(event);
    }
  };
  for (const [step, price] of prices.slice(0, count * STEPS + 1).entries()) {
    // The last print of a candle is still of its own time.
    const time = START + (step * HOUR) / STEPS - (step === 0 ? 0 : 1);
    settle(time);
    const level = [{ price: Decimal.of(BigInt(price), 0), quantity: d('1000') }];
    execution.bookChanged({ bids: level, asks: level });
    execution.traded({ time, price, quantity: d('1000') });
    engine.process({ type: 'quote-changed', time, last: price });
    settle(time);
    if (step % STEPS !== 0 || step === 0) continue;
    execution.advanceTo(time + 1);
    engine.process({ type: 'candle-closed', time: time + 1, candle: candleOf(prices, step / STEPS - 1) });
    if (step < count * STEPS) settle(time + 1);
  }
  return ledger;
}

function sorted(lines: readonly string[]): string[] {
  return lines.toSorted((a, b) => a.localeCompare(b));
}

function storyOf({ closed, open, cash, holding, position, refusals }: Ledger) {
  return {
    // Which of two was first within a candle, it does not say.
    closed: sorted(
      [...closed].map((trade) =>
        [
          `${Math.ceil((trade.openedAt - START) / HOUR)} ${trade.side}`,
          `${trade.entryReason} ${trade.entryPrice.toString()} ${trade.entryLiquidity} ${trade.entryFee.toString()}`,
          `${trade.exitReason} ${trade.exitPrice.toString()} ${trade.exitLiquidity} ${trade.exitFee.toString()}`,
          `${trade.rolloverFee.toString()} ${trade.profit.toString()}`,
        ].join(' | '),
      ),
    ),
    open: sorted(open.map((trade) => `${trade.side} ${trade.entryPrice}`)),
    money: [cash, holding, position].map(String),
    refusals: refusals.list().map(({ rule }) => rule),
  };
}

describe.each(['exchange', 'bot'] as const)('a backtest and a venue, guards on the %s', (place) => {
  it.each(Array.from({ length: 8 }, (_, seed) => seed))('have the same trades and money, seed %i', (seed) => {
    const count = 250;
    const prices = zigzag(seed, count);
    const story = storyOf(lived(prices, count, seed, place));
    expect(storyOf(backtested(prices, count, seed, place))).toEqual(story);
    expect(story.closed.length).toBeGreaterThan(15);
  });
});
