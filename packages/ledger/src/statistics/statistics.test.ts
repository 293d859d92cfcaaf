import { BacktestMetrics } from '@fathom/contracts/backtest-report';
import { type ClosedTrade, Decimal } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EquityCurve } from '../equity-curve.js';
import { closedTrade } from '../testing/closed-trade.js';
import { valueTrade } from '../valued-trade.js';
import { type StatisticsInput, statistics } from './statistics.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.UTC(2024, 0, 30);
const at = (day: number, hour: number) => start + day * DAY + hour * HOUR;

function curveOf(startBalance: number, marks: readonly (readonly [number, number, boolean])[]): EquityCurve {
  const curve = new EquityCurve({ startBalance, startTime: start });
  for (const [time, equity, isExposed] of marks) curve.mark(time, equity, isExposed);
  return curve;
}

function input(parts: Partial<StatisticsInput>): StatisticsInput {
  return {
    trades: [],
    openTrades: [],
    curve: curveOf(1000, []),
    startBalance: Decimal.parse('1000'),
    interval: 1440,
    market: null,
    refusedEntries: 0,
    dataGaps: 0,
    missingCandles: 0,
    ambiguousCandles: 0,
    ...parts,
  };
}

/** Five daily candles from 30 January to 3 February 2024 and six trades, small enough to reckon by hand. */
const trades: readonly ClosedTrade[] = [
  // 112 − 100 − 0.4 − 0.6 = 11, 11 %
  closedTrade({
    id: 'win',
    exitPrice: '112',
    entryFee: '0.4',
    exitFee: '0.6',
    entryLiquidity: 'maker',
    slippage: '0.05',
    openedAt: at(0, 6),
    closedAt: at(0, 18),
  }),
  // (100 − 110) · 2 − 0.5 − 0.5 = −21, −10.5 % of 200
  closedTrade({
    id: 'short',
    side: 'short',
    quantity: '2',
    exitPrice: '110',
    entryFee: '0.5',
    exitFee: '0.5',
    openedAt: at(1, 0),
    closedAt: at(1, 6),
    entryReason: 'overbought',
    exitReason: 'stopLoss',
  }),
  // 245 − 200 − 2 − 3 = 40, 20 %
  closedTrade({
    id: 'best',
    entryPrice: '200',
    exitPrice: '245',
    entryFee: '2',
    exitFee: '3',
    openedAt: at(2, 0),
    closedAt: at(3, 12),
  }),
  // 95 − 100 − 0.5 − 0.5 = −6, −6 %
  closedTrade({
    id: 'loss',
    exitPrice: '95',
    entryFee: '0.5',
    exitFee: '0.5',
    openedAt: at(3, 12),
    closedAt: at(3, 18),
    exitReason: 'stopLoss',
  }),
  // 101 − 100 − 0.5 − 0.5 = 0
  closedTrade({
    id: 'draw',
    exitPrice: '101',
    entryFee: '0.5',
    exitFee: '0.5',
    openedAt: at(4, 0),
    closedAt: at(4, 1),
  }),
];

const {
  closedAt: _c,
  exitPrice: _p,
  exitCost: _x,
  exitFee: _f,
  exitLiquidity: _l,
  ...opened
} = closedTrade({
  id: 'open',
  entryFee: '0.5',
  slippage: '0.01',
  openedAt: at(4, 2),
});
const { exitOrderId: _o, exitReason: _r, profit: _g, ...stillOpen } = opened;

const example = statistics(
  input({
    trades,
    openTrades: [valueTrade(stillOpen, Decimal.parse('110'))], // 110 − 100 − 0.5 = 9.5
    curve: curveOf(1000, [
      [at(1, 0), 1010, false],
      [at(2, 0), 990, false],
      [at(3, 0), 1000, true],
      [at(4, 0), 1024, false],
      [at(5, 0), 1033.5, true],
    ]),
    market: { firstClose: 100, lastClose: 110, feePercent: 0.26 },
    refusedEntries: 3,
    dataGaps: 1,
    missingCandles: 2,
    ambiguousCandles: 4,
  }),
);

describe('statistics of the example', () => {
  it('are what the report schema demands', () => {
    expect(BacktestMetrics.parse(example)).toEqual(example);
  });

  it('add up the money exactly', () => {
    expect(example).toMatchObject({
      days: 5,
      startBalance: '1000',
      closedProfit: '24', // 11 − 21 + 40 − 6 + 0
      openProfit: '9.5',
      profit: '33.5',
      profitPercent: 3.35,
      finalEquity: '1033.5',
      averageDailyProfit: '6.7', // 33.5 / 5
      averageDailyProfitPercent: 0.67,
      longProfit: '45',
      shortProfit: '-21',
      leftOpenTrades: 1,
    });
  });

  it('compare with the market', () => {
    expect(example.marketChangePercent).toBeCloseTo(10, 10);
    // 1000 buys 1000 / 100.26 units, which sell for 110 − 0.26 %: 1094.28…
    expect(example.buyAndHoldPercent).toBeCloseTo((109.714 / 100.26 - 1) * 100, 10);
    expect(Number(example.buyAndHoldProfit)).toBeCloseTo(94.29483343, 7);
  });

  it('count trades, streaks and durations', () => {
    expect(example).toMatchObject({
      totalTrades: 5,
      longTrades: 4,
      shortTrades: 1,
      tradesPerDay: 1,
      wins: 2,
      draws: 1,
      losses: 2,
      winRatePercent: 40,
      medianProfitPercent: 0,
      bestTrade: { id: 'best', profit: '40', profitPercent: 20 },
      worstTrade: { id: 'short', profit: '-21', profitPercent: -10.5 },
      maxConsecutiveWins: 1,
      maxConsecutiveLosses: 1,
      durations: { minMs: HOUR, averageMs: 12.2 * HOUR, maxMs: 36 * HOUR }, // (12 + 6 + 36 + 6 + 1) / 5
      winnerDurations: { minMs: 12 * HOUR, averageMs: 24 * HOUR, maxMs: 36 * HOUR },
      loserDurations: { minMs: 6 * HOUR, averageMs: 6 * HOUR, maxMs: 6 * HOUR },
      refusedEntries: 3,
      dataGaps: 1,
      missingCandles: 2,
      ambiguousCandles: 4,
    });
    expect(example.averageProfitPercent).toBeCloseTo(2.9, 12); // (11 − 10.5 + 20 − 6 + 0) / 5
    expect(example.exposurePercent).toBe(40);
  });

  it('give the ratios on daily equity', () => {
    // Daily returns 1 %, −20/1010, 10/990, 24/1000, 9.5/1024; (1.0335^73 − 1); drawdown 20/1010.
    expect(example.sharpe).toBeCloseTo(7.9921741802702115, 10);
    expect(example.sortino).toBeCloseTo(14.487271443389185, 10);
    expect(example.cagrPercent).toBeCloseTo(1008.3198469530695, 8);
    expect(example.calmar).toBeCloseTo(509.2015227113001, 8);
  });

  it('give the ratios on closed trades', () => {
    // r = 0.011, −0.021, 0.04, −0.006, 0; four whole days from the first open to the last: m = 0.006.
    expect(example.sharpeByTrades).toBeCloseTo(5.616411245917851, 10);
    // Population deviation of −0.021 and −0.006 is 0.0075: 0.8 · √365.
    expect(example.sortinoByTrades).toBeCloseTo(0.8 * Math.sqrt(365), 10);
    // Balance 1000, 1011, 990 …: 0.6 / (21 / 1011) · √365.
    expect(example.calmarByTrades).toBeCloseTo((0.6 / (21 / 1011)) * Math.sqrt(365), 8);
    expect(example.sqn).toBeCloseTo(0.4703622408348978, 12); // √5 · 4.8 / 22.81…
    expect(example.profitFactor).toBeCloseTo(51 / 27, 12);
    expect(example.expectancy).toBe('4.8');
    expect(example.expectancyRatio).toBeCloseTo((1 + 25.5 / 13.5) * 0.4 - 1, 12);
  });

  it('split what trading cost', () => {
    expect(example).toMatchObject({
      averageEntryCost: '140', // (100 + 200 + 200 + 100 + 100) / 5 → 700 / 5
      totalVolume: '1573', // 700 in, 112 + 220 + 245 + 95 + 101 out, 100 still open
      totalFees: '9.5',
      makerFees: '0.4',
      takerFees: '9.1',
      profitBeforeFees: '43',
      totalSlippage: '0.06',
    });
    expect(example.feesOfProfitBeforeFeesPercent).toBeCloseTo((9.5 / 43) * 100, 12);
  });

  it('judge days by the trades that closed on them', () => {
    // 30 January +11, 31 January −21, 1 February nothing, 2 February 40 − 6, 3 February 0.
    expect(example).toMatchObject({
      bestDay: { date: '2024-02-02', profit: '34' },
      worstDay: { date: '2024-01-31', profit: '-21' },
      daysWon: 2,
      daysDrawn: 2,
      daysLost: 1,
    });
  });

  it('follow equity candle by candle and the balance trade by trade', () => {
    expect(example).toMatchObject({
      minEquity: '990',
      maxEquity: '1033.5',
      maxDrawdown: '20',
      longestDrawdownMs: 3 * DAY,
      minBalance: '990',
      maxBalance: '1030',
      absoluteDrawdown: {
        amount: '20',
        startedAt: '2024-01-31T00:00:00.000Z',
        endedAt: '2024-02-01T00:00:00.000Z',
        startEquity: '1010',
        endEquity: '990',
        startProfit: '10',
        endProfit: '-10',
        durationMs: DAY,
        recoveredAt: '2024-02-03T00:00:00.000Z',
      },
      absoluteDrawdownByTrades: {
        amount: '21',
        startedAt: '2024-01-30T18:00:00.000Z',
        endedAt: '2024-01-31T06:00:00.000Z',
        startProfit: '11',
        endProfit: '-10',
        recoveredAt: '2024-02-02T12:00:00.000Z',
      },
    });
    expect(example.maxDrawdownPercent).toBeCloseTo((20 / 1010) * 100, 12);
    expect(example.longestDrawdownMs).toBe(3 * DAY); // 1010 on the 31st, 1024 on the 3rd
  });

  it('break down by month and reason', () => {
    expect(example.months).toMatchObject([
      {
        period: '2024-01',
        trades: 2,
        wins: 1,
        draws: 0,
        losses: 1,
        profit: '-10',
        profitPercent: -1,
        endEquity: '990',
      },
      { period: '2024-02', trades: 3, wins: 1, draws: 1, losses: 1, profit: '34', endEquity: '1033.5' },
    ]);
    expect(example.months[0]?.returnPercent).toBeCloseTo(-1, 12);
    expect(example.months[1]?.returnPercent).toBeCloseTo((43.5 / 990) * 100, 12);
    expect(example.exitReasons).toMatchObject([
      { reason: 'takeProfit', trades: 3, wins: 2, draws: 1, losses: 0, profit: '51' },
      { reason: 'stopLoss', trades: 2, wins: 0, draws: 0, losses: 2, profit: '-27', averageDurationMs: 6 * HOUR },
    ]);
    expect(example.exitReasons[1]?.averageProfitPercent).toBeCloseTo(-8.25, 12);
    expect(example.entryReasons.map(({ reason }) => reason)).toEqual(['crossover', 'overbought']);
  });
});

describe('statistics of a run that lacks things', () => {
  it('are null where there is nothing to speak of, and still a valid report', () => {
    const nothing = statistics(input({}));
    expect(BacktestMetrics.parse(nothing)).toEqual(nothing);
    expect(nothing).toMatchObject({ days: 0, finalEquity: '1000', profitPercent: 0, maxDrawdown: '0', totalTrades: 0 });
    for (const key of [
      'cagrPercent',
      'marketChangePercent',
      'buyAndHoldProfit',
      'sharpe',
      'sortino',
      'calmar',
      'sharpeByTrades',
      'sortinoByTrades',
      'calmarByTrades',
      'sqn',
      'profitFactor',
      'expectancy',
      'expectancyRatio',
      'tradesPerDay',
      'winRatePercent',
      'averageProfitPercent',
      'medianProfitPercent',
      'bestTrade',
      'worstDay',
      'durations',
      'averageDailyProfit',
      'averageEntryCost',
      'feesOfProfitBeforeFeesPercent',
      'absoluteDrawdown',
      'exposurePercent',
    ] as const) {
      expect([key, nothing[key]]).toEqual([key, null]);
    }
  });

  it('have no ratio without variance, and none of losses without losses', () => {
    const steady = statistics(
      input({
        trades: [
          closedTrade({ exitPrice: '101', closedAt: at(0, 5) }),
          closedTrade({ exitPrice: '101', closedAt: at(1, 5) }),
        ],
        curve: curveOf(1000, [
          [at(1, 0), 1100, true],
          [at(2, 0), 1210, true],
          [at(3, 0), 1331, true], // 10 % every day, but for rounding
        ]),
      }),
    );
    expect(steady).toMatchObject({
      sharpe: null,
      sortino: null,
      calmar: null,
      sharpeByTrades: null,
      sortinoByTrades: null,
      calmarByTrades: null,
      sqn: null,
      profitFactor: null,
      expectancyRatio: null,
      expectancy: '1',
      maxConsecutiveWins: 2,
    });
  });

  it('count a day between without trades as drawn, and take it for the best of losing days', () => {
    const losing = statistics(
      input({
        trades: [
          closedTrade({ exitPrice: '99', closedAt: at(0, 5) }),
          closedTrade({ exitPrice: '98', closedAt: at(2, 5) }),
        ],
        curve: curveOf(1000, [[at(3, 0), 997, false]]),
      }),
    );
    expect(losing).toMatchObject({
      bestDay: { date: '2024-01-31', profit: '0' },
      worstDay: { date: '2024-02-01', profit: '-2' },
      daysWon: 0,
      daysDrawn: 1,
      daysLost: 2,
    });
  });

  it('leave a trade that closed at the very end in the last month', () => {
    const figures = statistics(
      input({
        trades: [closedTrade({ exitPrice: '101', closedAt: at(2, 0) })], // midnight of 31 January
        curve: curveOf(1000, [[at(2, 0), 1001, true]]),
      }),
    );
    expect(figures.months).toMatchObject([{ period: '2024-01', trades: 1, profit: '1', endEquity: '1001' }]);
  });

  it('survive an account that was lost', () => {
    const ruin = statistics(
      input({
        trades: [closedTrade({ side: 'short', quantity: '20', exitPrice: '160', closedAt: at(0, 5) })],
        curve: curveOf(1000, [[at(1, 0), -200, true]]),
      }),
    );
    expect(ruin).toMatchObject({ finalEquity: '-200', cagrPercent: null, sharpe: null, calmar: null });
    expect(ruin.maxDrawdownPercent).toBeCloseTo(120, 10);
    expect(BacktestMetrics.parse(ruin)).toEqual(ruin);
  });

  it('have no daily ratio once equity was nothing, and name the first of equal trades best', () => {
    const equals = ['first', 'second'].map((id, day) => closedTrade({ id, exitPrice: '101', closedAt: at(day, 5) }));
    const curve = curveOf(1000, [
      [at(1, 0), 0, true],
      [at(2, 0), 1002, true],
    ]);
    const figures = statistics(input({ trades: equals, curve }));
    expect(figures).toMatchObject({
      sharpe: null,
      sortino: null,
      bestTrade: { id: 'first' },
      worstTrade: { id: 'first' },
    });
    expect(figures.months.at(-1)?.returnPercent).toBeCloseTo(0.2, 10);
  });

  it('refuse a curve of another account', () => {
    expect(() => statistics(input({ startBalance: Decimal.parse('999') }))).toThrow(
      'began with 1000, the account with 999',
    );
  });
});

/** Closing instants differ, so that every order of the trades means the same run. */
const runs = fc.uniqueArray(fc.integer({ min: 1, max: 90 * 24 }), { maxLength: 40 }).chain((hours) =>
  fc.tuple(
    ...hours.map((hour) =>
      fc
        .record({
          side: fc.constantFrom('long' as const, 'short' as const),
          exit: fc.integer({ min: 8000, max: 12_000 }),
          fee: fc.integer({ min: 0, max: 300 }),
          wait: fc.integer({ min: 0, max: 100 }),
          reason: fc.constantFrom('a', 'b', 'c'),
          liquidity: fc.constantFrom('maker' as const, 'taker' as const),
        })
        .map(({ side, exit, fee, wait, reason, liquidity }) =>
          closedTrade({
            id: `t${hour}`,
            side,
            exitPrice: String(exit / 100),
            exitFee: String(fee / 100),
            exitLiquidity: liquidity,
            openedAt: at(0, hour - wait),
            closedAt: at(0, hour),
            exitReason: reason,
          }),
        ),
    ),
  ),
);

function runOf(closed: readonly ClosedTrade[]): StatisticsInput {
  const curve = new EquityCurve({ startBalance: 1000, startTime: start });
  let balance = Decimal.parse('1000');
  for (const trade of closed.toSorted((a, b) => a.closedAt - b.closedAt)) {
    balance = balance.plus(trade.profit);
    curve.mark(trade.closedAt, balance.toNumber(), false);
  }
  curve.mark(at(91, 0), balance.toNumber(), false);
  return input({ trades: closed, curve, interval: 60 });
}

const sum = (texts: readonly string[]) =>
  texts.reduce((total, text) => total.plus(Decimal.parse(text)), Decimal.ZERO).toString();

describe('statistics of any run', () => {
  it('are valid, in whatever order the trades come', () => {
    fc.assert(
      fc.property(
        runs.chain((closed) =>
          fc.tuple(fc.constant(closed), fc.shuffledSubarray(closed, { minLength: closed.length })),
        ),
        ([closed, shuffled]) => {
          const figures = statistics(runOf(closed));
          expect(BacktestMetrics.parse(figures)).toEqual(figures);
          expect(statistics(runOf(shuffled))).toEqual(figures);
        },
      ),
    );
  });

  it('end with the starting balance and all profits, however they are grouped', () => {
    fc.assert(
      fc.property(runs, (closed) => {
        const figures = statistics(runOf(closed));
        const profit = sum(closed.map((trade) => trade.profit.toString()));
        expect(figures.profit).toBe(profit);
        expect(figures.finalEquity).toBe(sum(['1000', profit]));
        expect(figures.months.at(-1)?.endEquity).toBe(figures.finalEquity);
        for (const groups of [figures.months, figures.exitReasons, figures.entryReasons]) {
          expect(sum(groups.map((group) => group.profit))).toBe(profit);
          expect(groups.reduce((count, group) => count + group.trades, 0)).toBe(closed.length);
          for (const { trades: all, wins, draws, losses } of groups) expect(wins + draws + losses).toBe(all);
        }
        expect(sum([figures.longProfit, figures.shortProfit])).toBe(profit);
        expect(sum([figures.makerFees, figures.takerFees])).toBe(figures.totalFees);
        expect(sum([figures.profit, figures.totalFees])).toBe(figures.profitBeforeFees);
      }),
    );
  });

  it('see the same falls in equity and balance when equity moves with closed trades alone', () => {
    fc.assert(
      fc.property(runs, (closed) => {
        const figures = statistics(runOf(closed));
        expect(figures.absoluteDrawdownByTrades?.amount).toBe(figures.absoluteDrawdown?.amount);
        expect([figures.minBalance, figures.maxBalance]).toEqual([figures.minEquity, figures.maxEquity]);
      }),
    );
  });
});
