import { type BacktestMetrics, type ClosedTrade, Decimal, type Liquidity } from '@fathom/contracts';
import type { ValuedTrade } from '../valued-trade.js';
import { meanText, percentOf } from './money.js';
import { Sum, total } from './sum.js';

type CostSums = Record<'entryCosts' | 'exitCosts' | 'slippage' | Liquidity, Sum>;

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
  const sums: CostSums = {
    entryCosts: new Sum(),
    exitCosts: new Sum(),
    slippage: new Sum(),
    maker: new Sum(),
    taker: new Sum(),
  };
  addLegs(trades, sums);
  const entryCosts = sums.entryCosts.value;
  const openCosts = total(openTrades, (trade) => trade.entryCost);
  for (const trade of openTrades) {
    sums.slippage.add(trade.slippage);
    sums[trade.entryLiquidity].add(trade.entryFee);
  }
  const makerFees = sums.maker.value;
  const takerFees = sums.taker.value;
  const totalFees = makerFees.plus(takerFees);
  const beforeFees = profit.plus(totalFees);
  return {
    averageEntryCost: meanText(entryCosts, trades.length),
    totalVolume: entryCosts.plus(sums.exitCosts.value).plus(openCosts).toString(),
    totalFees: totalFees.toString(),
    makerFees: makerFees.toString(),
    takerFees: takerFees.toString(),
    profitBeforeFees: beforeFees.toString(),
    feesOfProfitBeforeFeesPercent: beforeFees.isPositive() ? percentOf(totalFees, beforeFees) : null,
    totalSlippage: sums.slippage.value.toString(),
  };
}

/** Every amount is added at one place, as a trade is to its groups. */
function addLegs(trades: readonly ClosedTrade[], { entryCosts, exitCosts, slippage, ...fees }: CostSums): void {
  const sums = [entryCosts, exitCosts, slippage, fees.taker, fees.taker];
  const amounts = [Decimal.ZERO, Decimal.ZERO, Decimal.ZERO, Decimal.ZERO, Decimal.ZERO];
  for (let row = 0; row < trades.length; row++) {
    const trade = trades[row];
    if (trade === undefined) continue;
    amounts[0] = trade.entryCost;
    amounts[1] = trade.exitCost;
    amounts[2] = trade.slippage;
    amounts[3] = trade.entryFee;
    amounts[4] = trade.exitFee;
    sums[3] = fees[trade.entryLiquidity];
    sums[4] = fees[trade.exitLiquidity];
    for (let i = 0; i < 5; i++) sums[i]?.add(amounts[i] ?? Decimal.ZERO);
  }
}
