import type { BacktestMetrics, ClosedTrade, Decimal, Liquidity } from '@fathom/contracts';
import type { ValuedTrade } from '../valued-trade.js';
import { meanText, percentOf, total } from './money.js';

interface PaidFee {
  readonly fee: Decimal;
  readonly liquidity: Liquidity;
}

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
  const legs: PaidFee[] = [
    ...[...trades, ...openTrades].map((trade) => ({ fee: trade.entryFee, liquidity: trade.entryLiquidity })),
    ...trades.map((trade) => ({ fee: trade.exitFee, liquidity: trade.exitLiquidity })),
  ];
  const feesAs = (liquidity: Liquidity) => {
    const same = legs.filter((leg) => leg.liquidity === liquidity);
    return total(same, (leg) => leg.fee).toString();
  };
  const fees = total(legs, (leg) => leg.fee);
  const entryCost = total(trades, (trade) => trade.entryCost);
  const beforeFees = profit.plus(fees);
  return {
    averageEntryCost: meanText(entryCost, trades.length),
    totalVolume: entryCost
      .plus(total(trades, (trade) => trade.exitCost))
      .plus(total(openTrades, (trade) => trade.entryCost))
      .toString(),
    totalFees: fees.toString(),
    makerFees: feesAs('maker'),
    takerFees: feesAs('taker'),
    profitBeforeFees: beforeFees.toString(),
    feesOfProfitBeforeFeesPercent: beforeFees.isPositive() ? percentOf(fees, beforeFees) : null,
    totalSlippage: total(trades, (trade) => trade.slippage)
      .plus(total(openTrades, (trade) => trade.slippage))
      .toString(),
  };
}
