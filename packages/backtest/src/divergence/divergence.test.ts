import {
  type Candle,
  Decimal,
  type EnterSignal,
  type LedgerEvent,
  type Signal,
  type Strategy,
} from '@fathom/contracts';
import { bitcoin, candle, START } from '@fathom/testkit';
import { array, assert, integer, nat, property, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Backtest } from '../backtest.js';
import { divergence, type DivergenceOptions } from './divergence.js';
import type { SeenCandle } from './seen-session.js';

const MINUTE = 60_000;
const FEES = { takerPercent: Decimal.parse('0.4'), makerPercent: Decimal.parse('0.25') };

/** Enters and leaves with the candles whose number is in the lists, counted from `START`. */
class Planned implements Strategy {
  readonly name = 'planned';
  readonly label = 'Planned';
  readonly warmup = 0;
  readonly config = {};
  private readonly entries: readonly number[];
  private readonly exits: readonly number[];

  constructor(entries: readonly number[], exits: readonly number[]) {
    this.entries = entries;
    this.exits = exits;
  }

  onCandle: Strategy['onCandle'] = ({ openTime, close }, { open }) => {
    const minute = (openTime - START) / MINUTE;
    const signals: Signal[] = [];
    if (this.exits.includes(minute)) {
      for (const { id, isClosing } of open)
        if (!isClosing) signals.push({ action: 'exit', tradeId: id, reason: 'plan' });
    }
    const entry: EnterSignal = { action: 'enter', side: 'long', reason: 'plan', price: close };
    if (this.entries.includes(minute)) signals.push(entry);
    return signals;
  };
}

const market = (closes: readonly number[]): Candle[] =>
  closes.map((close, index) => candle({ openTime: START + index * MINUTE, open: close, close }));
const live = (candles: readonly Candle[]): SeenCandle[] =>
  candles.map((one) => ({ candle: one, origin: 'live', isLate: false, isDecided: true }));

function options(strategy: Strategy, fields: Partial<DivergenceOptions> = {}): DivergenceOptions {
  const sizing = { type: 'quantity', quantity: Decimal.ONE } as const;
  const balance = Decimal.parse('100000');
  return { strategy, instrument: bitcoin, interval: 1, balance, sizing, fees: FEES, ...fields };
}

/** The events of a session that went as a backtest with those options does. */
function lived(candles: readonly Candle[], given: DivergenceOptions): LedgerEvent[] {
  const events: LedgerEvent[] = [];
  const session = new Backtest({ ...given, store: { append: (event) => events.push(event) } });
  for (const one of candles) session.feed(one);
  return events;
}

const PRICES = market([100, 101, 103, 102, 105, 104, 106, 108]);
const plan = () => new Planned([0, 4], [2, 6]);

describe('a session beside a backtest of what it saw', () => {
  it('is the same when nothing was different', () => {
    const found = divergence({ events: lived(PRICES, options(plan())), candles: live(PRICES) }, options(plan()));
    expect(found.rows.flatMap(({ causes }) => causes)).toEqual([]);
    expect([found.shared, found.onlySession, found.onlyBacktest]).toEqual([2, 0, 0]);
    expect(found.sessionProfit.equals(found.backtestProfit)).toBe(true);
  });

  it('says what worse prices and other fees have cost, each apart, and what the market did', () => {
    const worse = options(plan(), {
      slippageBasisPoints: Decimal.parse('100'),
      fees: { takerPercent: Decimal.parse('0.8'), makerPercent: Decimal.parse('0.25') },
    });
    const session = { events: lived(PRICES, worse), candles: live(PRICES), marketPriceAt: () => 101.5 };
    const [first] = divergence(session, options(plan())).rows;
    expect(first?.causes.map(({ kind, text }) => [kind, text])).toEqual([
      ['price', 'entry at 102.1, not 101; the market had traded at 101.5'],
      ['price', 'exit at 100.9, not 102; the market had traded at 101.5'],
      ['fee', 'fees 1.624, not 0.812'],
    ]);
  });

  it('says that a trade was left on another candle', () => {
    const late = lived(PRICES, options(new Planned([0, 4], [3, 6])));
    const [first] = divergence({ events: late, candles: live(PRICES) }, options(plan())).rows;
    expect(first?.causes.map(({ kind, text }) => [kind, text])).toContainEqual([
      'timing',
      'left for plan at 105, not for plan at 102, 60 s later',
    ]);
  });

  it.each<[string, readonly LedgerEvent[], readonly SeenCandle[], [string, string]]>([
    [
      'its own rules refused',
      [
        {
          type: 'signal-refused',
          time: START + MINUTE,
          signal: entrySignal(),
          rule: 'max open trades',
          reason: '3 of 3',
        },
      ],
      live(PRICES),
      ['refused', 'max open trades: 3 of 3'],
    ],
    [
      'came too late',
      [
        {
          type: 'signal-refused',
          time: START + MINUTE,
          signal: entrySignal(),
          rule: 'late candle',
          reason: 'known at',
        },
      ],
      live(PRICES),
      ['missing data', 'late candle: known at'],
    ],
    [
      'the exchange refused',
      [
        {
          type: 'order-intended',
          time: START + MINUTE,
          order: { type: 'market', clientOrderId: 'x-e', side: 'buy', quantity: Decimal.ONE, time: START + MINUTE },
          purpose: 'entry',
          tradeId: String((START + MINUTE) / MINUTE),
          reason: 'plan',
          signal: entrySignal(),
        },
        { type: 'order-rejected', time: START + MINUTE, clientOrderId: 'x-e', reason: 'EOrder:Insufficient funds' },
      ],
      live(PRICES),
      ['exchange', 'EOrder:Insufficient funds'],
    ],
    [
      'it decided on half a candle',
      [],
      live(PRICES).map((seen, index) => (index === 0 ? { ...seen, origin: 'partial' } : seen)),
      ['missing data', 'its candle was partial'],
    ],
    [
      'it decided on another close than the exchange has',
      [],
      [
        ...live(PRICES).map((seen) => ({ ...seen, candle: { ...seen.candle, close: seen.candle.close - 1 } })),
        ...PRICES.map((one): SeenCandle => ({ candle: one, origin: 'history', isLate: false, isDecided: false })),
      ],
      ['missing data', 'the session saw a close of 99, the exchange has 100'],
    ],
    ['nothing explains', [], live(PRICES), ['unexplained', 'same candles, same state: this should not be']],
  ])('says of a trade it does not have that %s', (_name, events, candles, expected) => {
    const found = divergence({ events, candles }, options(new Planned([0], [2])));
    expect(found.rows.map(({ causes }) => causes.map(({ kind, text }) => [kind, text]))).toEqual([[expected]]);
  });

  it('says of a trade only the session has that the backtest was not allowed it', () => {
    const both = new Planned([0, 1], [6]);
    const session = { events: lived(PRICES, options(both)), candles: live(PRICES) };
    const found = divergence(session, options(new Planned([0, 1], [6]), { limits: { maxOpenTrades: 1 } }));
    expect(found.rows.map(({ causes }) => causes.map(({ kind, text }) => [kind, text]))).toEqual([
      [],
      [['refused', expect.stringMatching(/^the backtest refused it, open trades: 1 trades are open/)]],
    ]);
  });

  it('begins where the session began to decide', () => {
    const learned = live(PRICES).map((seen, index) => (index === 0 ? { ...seen, isDecided: false } : seen));
    expect(divergence({ events: [], candles: learned }, options(new Planned([0], [2]))).rows).toEqual([]);
  });

  it('blames a gap in the middle on nobody but the gap', () => {
    const gap = live(PRICES).map((seen, index) =>
      index === 4 ? { ...seen, isDecided: false, origin: 'history' as const } : seen,
    );
    const found = divergence({ events: lived(PRICES, options(new Planned([0], [2]))), candles: gap }, options(plan()));
    expect(found.rows.at(-1)?.causes[0]).toMatchObject({ kind: 'not running' });
  });

  it('explains every cent, whatever differs', () => {
    const minutes = uniqueArray(integer({ min: 0, max: 9 }), { maxLength: 4 });
    const prices = array(integer({ min: 50, max: 150 }), { minLength: 10, maxLength: 10 });
    const everyCent = property(minutes, minutes, minutes, minutes, prices, nat(200), (a, b, c, d, closes, slip) => {
      const candles = market(closes);
      const other = options(new Planned(a, b), { slippageBasisPoints: Decimal.fromNumber(slip) });
      const found = divergence({ events: lived(candles, other), candles: live(candles) }, options(new Planned(c, d)));
      for (const { difference, causes } of found.rows)
        expect(total(causes.map(({ amount }) => amount))).toEqual(difference.toString());
      const apart = found.sessionProfit.minus(found.backtestProfit).toString();
      expect(total(found.byCause.map(({ amount }) => amount))).toBe(apart);
    });
    assert(everyCent);
  });
});

function entrySignal(): EnterSignal {
  return { action: 'enter', side: 'long', reason: 'plan', price: 100 };
}

function total(amounts: readonly Decimal[]): string {
  return amounts.reduce((sum, amount) => sum.plus(amount), Decimal.ZERO).toString();
}
