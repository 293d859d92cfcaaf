import type { BacktestMetrics, ClosedTrade, Decimal } from '@fathom/contracts';
import type { ValuedTrade } from '../valued-trade.js';
import { meanText, percentOf } from './money.js';
import { Sum } from './sum.js';

/**
 * What trading cost. Fees and volume count every leg that was executed, the entries of trades left open included;
 * slippage is already inside the prices. `profit` is the run's, open trades included.
 */
export function tradingCosts(
  trades: readonly ClosedTrade[],
  openTrades: readonly ValuedTrade[],
  profit: Decimal,
): Pick<
  BacktestMetrics,
  | 'averageEntryCost'
  | 'totalVolume'
  | 'totalFees'
  | 'makerFees'
  | 'takerFees'
  | 'profitBeforeFees'
  | 'feesOfProfitBeforeFeesPercent'
  | 'totalSlippage'
> {
  const entryCosts = new Sum();
  const exitCosts = new Sum();
  const openCosts = new Sum();
  const slippage = new Sum();
  const fees = { maker: new Sum(), taker: new Sum() };
  for (const trade of trades) {
    entryCosts.add(trade.entryCost);
    exitCosts.add(trade.exitCost);
    slippage.add(trade.slippage);
    fees[trade.entryLiquidity].add(trade.entryFee);
    fees[trade.exitLiquidity].add(trade.exitFee);
  }
  for (const trade of openTrades) {
    openCosts.add(trade.entryCost);
    slippage.add(trade.slippage);
    fees[trade.entryLiquidity].add(trade.entryFee);
  }
  const totalFees = fees.maker.value.plus(fees.taker.value);
  const beforeFees = profit.plus(totalFees);
  return {
    averageEntryCost: meanText(entryCosts.value, trades.length),
    totalVolume: entryCosts.value.plus(exitCosts.value).plus(openCosts.value).toString(),
    totalFees: totalFees.toString(),
    makerFees: fees.maker.value.toString(),
    takerFees: fees.taker.value.toString(),
    profitBeforeFees: beforeFees.toString(),
    feesOfProfitBeforeFeesPercent: beforeFees.isPositive() ? percentOf(totalFees, beforeFees) : null,
    totalSlippage: slippage.value.toString(),
  };
}
