import { type BacktestMetrics, type ClosedTrade, type Decimal, DecimalSum } from '@fathom/contracts';
import { isoTime } from '../civil-date.js';
import { type Drawdown, Drawdowns } from '../drawdowns.js';
import type { EquityCurve } from '../equity-curve.js';
import { moneyText } from './money.js';

/**
 * The balance after each closed trade, as freqtrade follows it for its drawdowns and its lowest and highest balance
 * (calculate_max_drawdown, calculate_csum): blind to what open trades lose meanwhile. The starting balance counts as
 * the first peak. Trades are added in the order they closed.
 */
export class BalanceFalls {
  readonly falls: Drawdowns;
  private readonly balance: DecimalSum;

  constructor(startBalance: Decimal, startTime: number) {
    this.falls = new Drawdowns(startTime, startBalance.toNumber());
    this.balance = new DecimalSum(startBalance);
  }

  add({ profit, closedAt }: Pick<ClosedTrade, 'profit' | 'closedAt'>): void {
    this.balance.add(profit);
    this.falls.mark(closedAt, this.balance.toNumber());
  }
}

/** Extremes and drawdowns of equity, candle by candle, and of the balance, closed trade by closed trade. */
export function fallMetrics(
  curve: EquityCurve,
  balance: Drawdowns,
): Pick<
  BacktestMetrics,
  | 'minEquity'
  | 'maxEquity'
  | 'maxDrawdown'
  | 'maxDrawdownPercent'
  | 'absoluteDrawdown'
  | 'relativeDrawdown'
  | 'longestDrawdownMs'
  | 'minBalance'
  | 'maxBalance'
  | 'absoluteDrawdownByTrades'
  | 'relativeDrawdownByTrades'
> {
  const report = (fall: Drawdown | null) => reportFall(fall, curve.startBalance);
  return {
    minEquity: moneyText(curve.minEquity),
    maxEquity: moneyText(curve.maxEquity),
    maxDrawdown: moneyText(curve.absoluteDrawdown?.amount ?? 0),
    maxDrawdownPercent: curve.relativeDrawdown?.percent ?? 0,
    absoluteDrawdown: report(curve.absoluteDrawdown),
    relativeDrawdown: report(curve.relativeDrawdown),
    longestDrawdownMs: curve.longestDrawdownMs,
    minBalance: moneyText(balance.min),
    maxBalance: moneyText(balance.peak),
    absoluteDrawdownByTrades: report(balance.absolute),
    relativeDrawdownByTrades: report(balance.relative),
  };
}

function reportFall(fall: Drawdown | null, startBalance: number): BacktestMetrics['absoluteDrawdown'] {
  if (!fall) return null;
  return {
    amount: moneyText(fall.amount),
    percent: fall.percent,
    startedAt: isoTime(fall.startTime),
    endedAt: isoTime(fall.endTime),
    startEquity: moneyText(fall.startEquity),
    endEquity: moneyText(fall.endEquity),
    startProfit: moneyText(fall.startEquity - startBalance),
    endProfit: moneyText(fall.endEquity - startBalance),
    durationMs: fall.endTime - fall.startTime,
    recoveredAt: fall.recoveredAt === null ? null : isoTime(fall.recoveredAt),
  };
}
