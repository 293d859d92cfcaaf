import * as z from 'zod';

/** An exact amount as plain digits, `-16.2424`; money is in quote units. */
const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
/** An instant, ISO 8601 in UTC: `2018-04-13T14:54:50.000Z`. */
const instant = z.iso.datetime();
const count = z.int().min(0);
const milliseconds = z.number().min(0);
/** 2.5 is 2.5 %. */
const percent = z.number();
/** A figure that some runs do not have (no trades, no losses, no variance): null then, never a made-up number. */
const maybe = <T extends z.ZodType>(figure: T) => figure.nullable();

const reportTrade = z.strictObject({
  id: z.string(),
  side: z.enum(['long', 'short']),
  /** Base units. */
  quantity: amount,
  openedAt: instant,
  closedAt: instant,
  entryOrderId: z.string(),
  exitOrderId: z.string(),
  entryPrice: amount,
  exitPrice: amount,
  entryLiquidity: z.enum(['maker', 'taker']),
  exitLiquidity: z.enum(['maker', 'taker']),
  /** Both legs. */
  fees: amount,
  /** Lost to slippage on both legs; already inside the prices. */
  slippage: amount,
  /** After both fees. */
  profit: amount,
  /** Profit / entry cost. */
  profitPercent: percent,
  entryReason: z.string(),
  exitReason: z.string(),
});

const reportOpenTrade = z.strictObject({
  id: z.string(),
  side: z.enum(['long', 'short']),
  quantity: amount,
  openedAt: instant,
  entryOrderId: z.string(),
  entryPrice: amount,
  /** The last close, which the trade is valued at. */
  lastPrice: amount,
  /** Paid so far: the entry's. */
  fees: amount,
  /** Were it closed at the last close for nothing: after the entry fee, before any exit fee. */
  profit: amount,
  profitPercent: percent,
  entryReason: z.string(),
});

const drawdown = z.strictObject({
  /** Peak − trough, ≥ 0. */
  amount,
  /** Of the peak. */
  percent,
  /** The last instant at the peak. */
  startedAt: instant,
  /** The trough. */
  endedAt: instant,
  startEquity: amount,
  endEquity: amount,
  /** Peak equity − starting balance. */
  startProfit: amount,
  /** Trough equity − starting balance. */
  endProfit: amount,
  /** From peak to trough. */
  durationMs: milliseconds,
  /** When the peak was reached again; null when it never was. */
  recoveredAt: maybe(instant),
});

const tradeGroup = {
  trades: count,
  wins: count,
  draws: count,
  losses: count,
  /** Sum of the trades' profits. */
  profit: amount,
  /** Of the starting balance, so groups add up to the total. */
  profitPercent: percent,
};

const reasonMetrics = z.strictObject({
  reason: z.string(),
  ...tradeGroup,
  /** Mean of the trades' own profit percents. */
  averageProfitPercent: percent,
  averageDurationMs: milliseconds,
});

const periodMetrics = z.strictObject({
  /** `2018`, `2018-04`, `2018-W15` (ISO week) or `2018-04-13`, in UTC. */
  period: z.string(),
  /** Trades belong to the period they closed in. */
  ...tradeGroup,
  /** Equity at the period's end, open trades at their value. */
  endEquity: amount,
  /** Change of equity over the period, of the equity it began with; null when that was not positive. */
  returnPercent: maybe(percent),
});

const durations = z.strictObject({ minMs: milliseconds, averageMs: milliseconds, maxMs: milliseconds });
const tradeResult = z.strictObject({ id: z.string(), profit: amount, profitPercent: percent });
const dayResult = z.strictObject({ date: z.iso.date(), profit: amount });

/** Every figure of one run; the definitions stand with the function that computes them (`statistics` of the ledger). */
export const BacktestMetrics = z.strictObject({
  days: z.number().min(0),
  startBalance: amount,
  finalEquity: amount,
  profit: amount,
  profitPercent: percent,
  closedProfit: amount,
  openProfit: amount,
  cagrPercent: maybe(percent),
  marketChangePercent: maybe(percent),
  buyAndHoldProfit: maybe(amount),
  buyAndHoldPercent: maybe(percent),

  sharpe: maybe(z.number()),
  sortino: maybe(z.number()),
  calmar: maybe(z.number()),
  sharpeByTrades: maybe(z.number()),
  sortinoByTrades: maybe(z.number()),
  calmarByTrades: maybe(z.number()),
  sqn: maybe(z.number()),
  profitFactor: maybe(z.number()),
  expectancy: maybe(amount),
  expectancyRatio: maybe(z.number()),

  totalTrades: count,
  longTrades: count,
  shortTrades: count,
  leftOpenTrades: count,
  tradesPerDay: maybe(z.number()),
  wins: count,
  draws: count,
  losses: count,
  winRatePercent: maybe(percent),
  averageProfitPercent: maybe(percent),
  medianProfitPercent: maybe(percent),
  longProfit: amount,
  shortProfit: amount,
  bestTrade: maybe(tradeResult),
  worstTrade: maybe(tradeResult),
  maxConsecutiveWins: count,
  maxConsecutiveLosses: count,
  durations: maybe(durations),
  winnerDurations: maybe(durations),
  loserDurations: maybe(durations),
  refusedEntries: count,

  averageDailyProfit: maybe(amount),
  averageDailyProfitPercent: maybe(percent),
  bestDay: maybe(dayResult),
  worstDay: maybe(dayResult),
  daysWon: count,
  daysDrawn: count,
  daysLost: count,

  averageEntryCost: maybe(amount),
  totalVolume: amount,
  totalFees: amount,
  makerFees: amount,
  takerFees: amount,
  profitBeforeFees: amount,
  feesOfProfitBeforeFeesPercent: maybe(percent),
  totalSlippage: amount,

  minEquity: amount,
  maxEquity: amount,
  maxDrawdown: amount,
  maxDrawdownPercent: percent,
  absoluteDrawdown: maybe(drawdown),
  relativeDrawdown: maybe(drawdown),
  longestDrawdownMs: milliseconds,
  minBalance: amount,
  maxBalance: amount,
  absoluteDrawdownByTrades: maybe(drawdown),
  relativeDrawdownByTrades: maybe(drawdown),

  exposurePercent: maybe(percent),
  dataGaps: count,
  missingCandles: count,
  ambiguousCandles: count,

  months: z.array(periodMetrics),
  exitReasons: z.array(reasonMetrics),
  entryReasons: z.array(reasonMetrics),
});
export type BacktestMetrics = z.infer<typeof BacktestMetrics>;

/**
 * What a backtest leaves behind as JSON. Times are ISO 8601 UTC strings, amounts of money and quantities decimal
 * strings, ratios and percents numbers. Whoever only writes one needs the type alone and never loads zod.
 */
export const BacktestReport = z.strictObject({
  /** A bot's id has three digits and never a leading zero. */
  bot: z.strictObject({ id: z.int().min(100).max(999), name: z.string() }),
  strategy: z.strictObject({ name: z.string(), config: z.record(z.string(), z.unknown()) }),
  instrument: z.strictObject({ name: z.string(), id: z.string(), base: z.string(), quote: z.string() }),
  /** Minutes. */
  interval: z.int().positive(),
  /** What the run was asked for; further options keep their own names. */
  options: z.looseObject({
    balance: amount,
    /** Base units of each order. */
    quantity: amount,
    makerFeePercent: percent,
    takerFeePercent: percent,
    slippagePercent: percent,
  }),
  range: z.strictObject({
    /** The first candle's open time. */
    start: instant,
    /** The instant the last candle closed. */
    end: instant,
    candles: count,
    /** Stretches without candles. */
    gaps: count,
    /** Candles those stretches would hold. */
    missingCandles: count,
  }),
  trades: z.array(reportTrade),
  openTrades: z.array(reportOpenTrade),
  metrics: BacktestMetrics,
  /** Thinned: every candle of a short run, every n-th of a long one, the last always. */
  equity: z.array(z.strictObject({ time: instant, equity: amount })),
  timing: z.strictObject({ loadMs: milliseconds, runMs: milliseconds, candlesPerSecond: z.number().min(0) }),
  /** The same run under other assumptions, one entry each. */
  sensitivity: z
    .array(
      z.strictObject({
        /** What differs: `taker fee 0.4 %`. */
        name: z.string(),
        /** The options that differ, by their names in `options`. */
        options: z.record(z.string(), z.unknown()),
        finalEquity: amount,
        profitPercent: percent,
        maxDrawdownPercent: percent,
        totalTrades: count,
      }),
    )
    .optional(),
});
export type BacktestReport = z.infer<typeof BacktestReport>;
