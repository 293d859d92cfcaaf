import {
  type Candle,
  Decimal,
  type EnterSignal,
  type Instrument,
  type Signal,
  type Strategy,
  type TradesView,
} from '@fathom/contracts';
import { bitcoin, columnsOf, START } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Backtest } from '../backtest.js';
import type { BacktestOptions } from '../backtest-options.js';
import { backtestReport } from '../report.js';
import { PlainOrders } from './plain-orders.js';

const MINUTE = 60_000;
const d = (text: string) => Decimal.parse(text);

/** What a strategy wants on one candle: each wish is carried out on the trades it sees then. */
type Wish =
  | {
      readonly does: 'enter';
      readonly stop: number | undefined;
      readonly target?: number;
      readonly side?: 'short';
      readonly limit?: number;
      readonly trailing?: number;
    }
  | { readonly does: 'exit'; readonly which: number }
  | { readonly does: 'exit all' }
  | { readonly does: 'exit unknown' };

/** Carries the wishes out, candle by candle, and writes down all it is shown. */
class Scripted implements Strategy {
  readonly name = 'scripted';
  readonly label = 'Scripted';
  readonly warmup = 0;
  readonly config = {};
  readonly seen: string[] = [];
  /** Candles that were played plainly. */
  plain = 0;
  readonly forgetsCandles: boolean;
  private readonly wishes: readonly (readonly Wish[])[];

  constructor(wishes: readonly (readonly Wish[])[], forgetsCandles: boolean) {
    this.wishes = wishes;
    this.forgetsCandles = forgetsCandles;
  }

  onCandle(candle: Candle, trades: TradesView): readonly Signal[] {
    if (trades instanceof PlainOrders) this.plain += 1;
    const { openTime, open, high, low, close, volume, trades: count } = candle;
    const view = trades.open.map(({ id, side, quantity, entryPrice, decisionPrice, openedAt, isClosing }) =>
      [id, side, quantity.toString(), entryPrice, decisionPrice, openedAt, isClosing].join(' '),
    );
    const pending = trades.pending.map(({ tradeId, side, quantity, filledQuantity, limitPrice, decidedAt }) =>
      [tradeId, side, quantity.toString(), filledQuantity.toString(), limitPrice, decidedAt].join(' '),
    );
    const wishes = this.wishes[this.seen.length] ?? [];
    this.seen.push(
      [openTime, open, high, low, close, volume, count, trades.pendingEntries, ...view, ...pending].join(' '),
    );
    return wishes.flatMap((wish) => signalsOf(wish, close, trades));
  }
}

function signalsOf(wish: Wish, price: number, { open }: TradesView): readonly Signal[] {
  switch (wish.does) {
    case 'enter': {
      const { stop, target, limit, trailing, side = 'long' } = wish;
      const signal: EnterSignal = { action: 'enter', side, reason: stop === undefined ? 'bare' : 'stopped', price };
      return [
        {
          ...signal,
          ...(stop !== undefined && { stopPrice: price * stop }),
          ...(target !== undefined && { takeProfitPrice: price * target }),
          ...(limit !== undefined && { limitPrice: price * limit }),
          ...(trailing !== undefined && { trailingOffset: trailing }),
        },
      ];
    }
    case 'exit': {
      const trade = open[wish.which % open.length];
      return trade === undefined ? [] : [{ action: 'exit', tradeId: trade.id, reason: `exit ${wish.which}` }];
    }
    case 'exit all':
      return open.map(({ id }) => ({ action: 'exit', tradeId: id, reason: 'all' }));
    case 'exit unknown':
      return [{ action: 'exit', tradeId: 'nobody', reason: 'unknown' }];
    default:
      return wish satisfies never;
  }
}

const enter: fc.Arbitrary<Wish> = fc.record({
  does: fc.constant('enter' as const),
  // Above the price it goes off at once.
  stop: fc.constantFrom(undefined, undefined, 0.999, 0.997, 0.99, 0.95, 0.9, 0.8, 1.001, 1.2),
});
const exit: fc.Arbitrary<Wish> = fc.record({ does: fc.constant('exit' as const), which: fc.nat({ max: 3 }) });
const exitAll: fc.Arbitrary<Wish> = fc.constant({ does: 'exit all' });

/** On one candle: one entry at most, since a second of the same candle is not plain. */
const plainWishes: fc.Arbitrary<readonly Wish[]> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 4, arbitrary: fc.tuple(enter) }),
    fc.oneof(
      { weight: 8, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.array(exit, { maxLength: 2 }) },
      { weight: 1, arbitrary: fc.tuple(exitAll) },
    ),
    fc.boolean(),
  )
  .map(([entries, exits, entersFirst]) => (entersFirst ? [...entries, ...exits] : [...exits, ...entries]));
const unusualWish: fc.Arbitrary<Wish> = fc.constantFrom(
  { does: 'enter', stop: 0.97, target: 1.01 } as const,
  { does: 'enter', stop: undefined, side: 'short' } as const,
  { does: 'exit unknown' } as const,
  { does: 'enter', stop: undefined, limit: 0.99 } as const,
  { does: 'enter', stop: 0.97, trailing: 1.5 } as const,
);
const unusualWishes = fc.tuple(plainWishes, unusualWish).map(([wishes, wish]) => [...wishes, wish]);

interface Market {
  readonly candles: readonly Candle[];
  readonly wishes: readonly (readonly Wish[])[];
}

/** Tenths of a dollar, now and then a hole, and seldom a price with more digits than the pair has. */
const market = (wished: fc.Arbitrary<readonly Wish[]>, odd: number): fc.Arbitrary<Market> =>
  fc
    .array(
      fc.record({
        gap: fc.oneof(fc.constant(0), fc.integer({ min: -3, max: 3 }), fc.integer({ min: -20, max: 20 })),
        move: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -30, max: 30 })),
        above: fc.nat({ max: 5 }),
        below: fc.nat({ max: 5 }),
        missing: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 3 }) }),
        isOdd: fc.nat({ max: 99 }).map((n) => n < odd),
        wishes: wished,
      }),
      { minLength: 1, maxLength: 60 },
    )
    .map((steps) => {
      let tenths = 1000;
      let openTime = START;
      const candles = steps.map(({ gap, move, above, below, missing, isOdd }) => {
        openTime += (1 + missing) * MINUTE;
        const open = Math.max(50, tenths + gap);
        const close = Math.max(50, open + move);
        tenths = close;
        const high = Math.max(open, close) + above;
        const low = Math.min(open, close) - below;
        const shift = isOdd ? 0.013 : 0;
        const at = (price: number) => price / 10 + shift;
        return { openTime, open: at(open), high: at(high), low: at(low), close: at(close), volume: 1, trades: 3 };
      });
      return { candles, wishes: steps.map(({ wishes }) => wishes) };
    });

const COARSE: Instrument = { ...bitcoin, tickSize: d('0.5') };

type Given = Omit<BacktestOptions, 'strategy'>;

const options: fc.Arbitrary<Given> = fc.record({
  instrument: fc.constantFrom(bitcoin, COARSE),
  interval: fc.constant(1 as const),
  // Enough for all, for one trade or two, and with more digits than fit a double.
  balance: fc.constantFrom('1000000', '250.5', '101', '900000000000.123').map(d),
  sizing: fc
    .constantFrom('1', '0.002', '0.50', '0.12345678', '3')
    .map((text) => ({ type: 'quantity' as const, quantity: d(text) })),
  fees: fc.constantFrom('0', '0.26', '0.40', '1.5').map((text) => ({ takerPercent: d(text), makerPercent: d('0.1') })),
  slippageBasisPoints: fc.constantFrom('0', '0', '5', '37').map(d),
  guards: fc.constantFrom({}, { place: 'bot' as const }, { place: 'exchange' as const, resting: 'target' as const }),
  tradeFrom: fc.constantFrom(Number.NEGATIVE_INFINITY, START + 5 * MINUTE),
});

interface Outcome {
  readonly report: string;
  /** Orders and trades that are not over, as the ledger has them. */
  readonly left: readonly string[];
  readonly seen: readonly string[];
  readonly error: string | undefined;
  readonly plain: number;
}

const context = { bot: { id: 1, name: 'b' }, strategy: { name: 's', config: {} }, timing: { loadMs: 0, runMs: 0 } };

/** @param play how the run is fed */
function outcomeOf(strategy: Scripted, given: Given, play: (backtest: Backtest) => void): Outcome {
  const backtest = new Backtest({ ...given, strategy });
  let error: string | undefined;
  try {
    play(backtest);
  } catch (thrown) {
    error = String(thrown);
  }
  const report = JSON.stringify(error === undefined ? backtestReport(backtest, context) : undefined);
  const { ledger } = backtest;
  const orders = ledger
    .activeOrders()
    .map(({ clientOrderId, exchangeOrderId, status, type, side, time, price }) =>
      [clientOrderId, exchangeOrderId, status, type, side, time, price.toString()].join(' '),
    );
  const trades = ledger.open.map(({ id, hadStop, isResting, exitReason, exits }) =>
    [id, hadStop, isResting, exitReason, exits].join(' '),
  );
  return { report, left: [...orders, ...trades], seen: strategy.seen, error, plain: strategy.plain };
}

function feedInPieces(backtest: Backtest, candles: readonly Candle[], size: number): void {
  for (let at = 0; at < candles.length; at += size) backtest.feedColumns(columnsOf(candles.slice(at, at + size)));
}

/** Runs it plainly and by engine, exchange and ledger; returns how many candles were played plainly. */
function compare(
  { candles, wishes }: Market,
  given: Given,
  { size = 7, forgets = true, readAt = Number.POSITIVE_INFINITY } = {},
): number {
  const plainly = outcomeOf(new Scripted(wishes, forgets), given, (backtest) => {
    feedInPieces(backtest, candles.slice(0, readAt), size);
    // Whoever reads the ledger ends the plain run.
    if (readAt < candles.length && backtest.ledger.closed.length < 0) throw new Error('less than no trades');
    feedInPieces(backtest, candles.slice(readAt), size);
  });
  const generally = outcomeOf(new Scripted(wishes, false), given, (backtest) => {
    for (const one of candles) backtest.feed(one);
  });
  expect(generally.plain).toBe(0);
  expect(plainly).toEqual({ ...generally, plain: plainly.plain });
  return plainly.plain;
}

describe('a plain run', () => {
  it('is what engine, exchange and ledger do, to the last digit', () => {
    let candles = 0;
    let plain = 0;
    fc.assert(
      fc.property(
        market(plainWishes, 0),
        options,
        fc.boolean(),
        fc.integer({ min: 1, max: 70 }),
        (one, given, forgets, size) => {
          candles += one.candles.length;
          plain += compare(one, given, { forgets, size });
        },
      ),
      { numRuns: 150 },
    );
    // Else there is nothing to compare.
    expect(plain / candles).toBeGreaterThan(0.5);
  });

  it('hands over in the middle of trades when more is wanted, or asked', () => {
    let candles = 0;
    let plain = 0;
    const seldomUnusual = fc.oneof({ weight: 30, arbitrary: plainWishes }, { weight: 1, arbitrary: unusualWishes });
    fc.assert(
      fc.property(market(seldomUnusual, 1), options, fc.integer({ min: 1, max: 90 }), (one, given, readAt) => {
        candles += one.candles.length;
        plain += compare(one, given, { readAt });
      }),
      { numRuns: 150 },
    );
    expect(plain / candles).toBeGreaterThan(0.1);
    expect(plain / candles).toBeLessThan(0.9);
  });
});
