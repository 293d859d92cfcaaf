import { type BacktestReport, Decimal, type Strategy } from '@fathom/contracts';
import {
  isoTime,
  reportEquity,
  reportOpenTrade,
  reportTrade,
  statistics,
  type TradeRecord,
  type ValuedTrade,
  valueTrade,
} from '@fathom/ledger';
import type { BacktestOptions } from './backtest-options.js';
import type { Backtested } from './backtested.js';

/** What a report says beside what the run itself knows. */
export interface ReportContext {
  readonly bot: { readonly id: number; readonly name: string };
  readonly strategy: Pick<Strategy, 'name' | 'config'>;
  readonly timing: { readonly loadMs: number; readonly runMs: number };
}

/** The report without its two long lists: all that people read. */
export type BacktestSummary = Omit<BacktestReport, 'trades' | 'equity'>;

/**
 * The whole result of a backtest, ready for JSON. Same candles and options, same report, but for `timing`.
 * @returns undefined when no candle counted: nothing can be said then.
 * @throws {Error} as `backtestSummary`.
 */
export function backtestReport(backtest: Backtested, context: ReportContext): BacktestReport | undefined {
  const summary = backtestSummary(backtest, context);
  return summary && { ...summary, ...reportLists(backtest) };
}

/** The lists of a report: every closed trade, and the equity curve. */
export function reportLists({
  ledger,
  curve,
}: Pick<Backtested, 'ledger' | 'curve'>): Pick<BacktestReport, 'trades' | 'equity'> {
  return { trades: [...ledger.closed].map(reportTrade), equity: reportEquity(curve?.points() ?? []) };
}

/**
 * What a backtest came to, in figures.
 * @returns undefined when no candle counted: nothing can be said then.
 * @throws {Error} when the trades do not add up to what the account holds: a defect, never to be reported as a result.
 */
export function backtestSummary(backtest: Backtested, context: ReportContext): BacktestSummary | undefined {
  const { curve, first, lastClose, ledger, gaps, options } = backtest;
  if (curve === undefined || first === undefined) return undefined;
  const { instrument, balance, fees, interval } = options;
  const lastPrice = Decimal.fromNumber(lastClose, instrument.priceDecimals);
  const openTrades = ledger.open.map((trade) => valued(trade, lastPrice));
  const metrics = statistics({
    trades: ledger.closed,
    openTrades,
    leftOverGain: ledger.leftOverGainAt(lastPrice),
    curve,
    startBalance: balance,
    interval,
    market: { firstClose: first.close, lastClose, feePercent: fees.takerPercent.toNumber() },
    refusedEntries: ledger.refusals.count,
    dataGaps: gaps.gaps.length,
    missingCandles: gaps.missing,
    ambiguousCandles: backtest.ambiguousCandles,
  });
  assertSameMoney(metrics.finalEquity, ledger.exactEquityAt(lastPrice));
  const { loadMs, runMs } = context.timing;
  return {
    bot: context.bot,
    strategy: { name: context.strategy.name, config: { ...context.strategy.config } },
    instrument: { name: instrument.name, id: instrument.id, base: instrument.base, quote: instrument.quote },
    interval,
    options: reportOptions(options),
    range: {
      start: isoTime(first.openTime),
      end: isoTime(curve.time),
      candles: curve.candles,
      gaps: gaps.gaps.length,
      missingCandles: gaps.missing,
    },
    openTrades: openTrades.map(reportOpenTrade),
    refusals: ledger.refusals.list(),
    metrics,
    timing: { loadMs, runMs, candlesPerSecond: runMs > 0 ? Math.round((backtest.candles / runMs) * 1000) : 0 },
  };
}

function valued({ id, side, openedAt, entry, rolloverFee, returned }: TradeRecord, lastPrice: Decimal): ValuedTrade {
  const { exchangeOrderId: entryOrderId, reason: entryReason, filled } = entry;
  if (filled === undefined) throw new Error(`trade ${id} is open and holds nothing`);
  const { quantity, price: entryPrice, cost: entryCost, fee: entryFee, liquidity: entryLiquidity, slippage } = filled;
  const bought = { quantity, entryPrice, entryCost, entryFee, entryLiquidity, rolloverFee, slippage };
  return valueTrade({ id, side, openedAt, entryOrderId, entryReason, ...bought }, lastPrice, returned);
}

function reportOptions(options: BacktestOptions): BacktestReport['options'] {
  const { balance, sizing, fees, slippageBasisPoints, margin, guards, limits } = options;
  return {
    balance: balance.toString(),
    sizing:
      sizing.type === 'quantity'
        ? { type: sizing.type, quantity: sizing.quantity.toString() }
        : { type: sizing.type, fraction: sizing.fraction },
    makerFeePercent: fees.makerPercent.toNumber(),
    takerFeePercent: fees.takerPercent.toNumber(),
    slippageBasisPoints: slippageBasisPoints?.toNumber() ?? 0,
    ...(margin && { margin: { leverage: margin.leverage, longs: margin.longs === true } }),
    ...(guards && { guards: { place: guards.place ?? 'exchange', resting: guards.resting ?? 'stop' } }),
    ...(limits && { limits }),
  };
}

/** Two independent sums: the profits of all trades, and the account after all fills. */
function assertSameMoney(byTrades: string, byAccount: Decimal): void {
  if (!Decimal.parse(byTrades).equals(byAccount)) {
    throw new Error(`the trades add up to ${byTrades}, the account to ${byAccount.toString()}`);
  }
}
