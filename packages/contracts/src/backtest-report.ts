import * as z from 'zod';
import { BacktestMetrics } from './backtest-metrics.js';
import { amount, count, instant, milliseconds, percent } from './report-fields.js';
import { RiskLimits } from './risk-limits.js';

export { BacktestMetrics } from './backtest-metrics.js';

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
  /** Of both legs, and of what was borrowed meanwhile. */
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
  /** Paid so far: of the entry, and of what was borrowed. */
  fees: amount,
  /** Lost to slippage so far; already inside the price. */
  slippage: amount,
  /** Were it closed at the last close for nothing: after the entry fee, before any exit fee. */
  profit: amount,
  profitPercent: percent,
  entryReason: z.string(),
});

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
  /** What the run was asked for. */
  options: z.strictObject({
    balance: amount,
    sizing: z.discriminatedUnion('type', [
      /** Base units of each entry. */
      z.strictObject({ type: z.literal('quantity'), quantity: amount }),
      /** Share of equity of each entry, fees included. */
      z.strictObject({ type: z.literal('equity-fraction'), fraction: z.number() }),
    ]),
    makerFeePercent: percent,
    takerFeePercent: percent,
    /** Of takers' prices; 1 is 0.01 %. */
    slippageBasisPoints: z.number(),
    /** Of a run that could borrow. */
    margin: z.strictObject({ leverage: z.int().min(2), longs: z.boolean() }).optional(),
    /** Where guards would wait and which of them, when that was said. */
    guards: z.strictObject({ place: z.enum(['exchange', 'bot']), resting: z.enum(['stop', 'target']) }).optional(),
    /** What the run might do at most. */
    limits: RiskLimits.optional(),
  }),
  range: z.strictObject({
    /** The first candle's open time. */
    start: instant,
    /** The instant the last candle closed, or that a recorded book ended. */
    end: instant,
    candles: count,
    /** Stretches without candles. */
    gaps: count,
    /** Candles those stretches would hold. */
    missingCandles: count,
  }),
  trades: z.array(reportTrade),
  openTrades: z.array(reportOpenTrade),
  /** Entries that became no trade, by the rule of ours or the word of the exchange that stopped them, if anything did. */
  refusals: z.array(
    z.strictObject({
      /** `minimum quantity`, `funds`, `exchange: insufficient funds` …; `withdrawn` and `expired` were not refused. */
      rule: z.string(),
      entries: count,
      /** The last of them, with the value that broke the rule. */
      example: z.string(),
    }),
  ),
  metrics: BacktestMetrics,
  /** Thinned: every candle of a short run, every n-th of a long one, the last always. */
  equity: z.array(z.strictObject({ time: instant, equity: amount })),
  timing: z.strictObject({ loadMs: milliseconds, runMs: milliseconds, candlesPerSecond: z.number().min(0) }),
  /** The same run under other assumptions, one entry each. */
  sensitivity: z
    .array(
      z.strictObject({
        /** What was assumed: `fee -50 % (fee 0.2 %, slippage 0 bps)`. */
        name: z.string(),
        /** Fees and slippage of that run, by their names in the `options` above. */
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
