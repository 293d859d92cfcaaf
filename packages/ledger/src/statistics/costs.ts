import { type BacktestMetrics, type Decimal, type Liquidity } from '@fathom/contracts';
import type { TradeFigures } from '../trade-figures.js';
import type { ValuedTrade } from '../valued-trade.js';
import { meanText, percentOf } from './money.js';
import { Sum, total } from './sum.js';

/** What closed trades cost, leg by leg. */
export class CostTally {
  trades = 0;
  readonly entryCosts = new Sum();
  readonly exitCosts = new Sum();
  readonly slippage = new Sum();
  readonly maker = new Sum();
  readonly taker = new Sum();
  readonly rollover = new Sum();

  add(trade: TradeFigures): void {
    this.trades += 1;
    this.entryCosts.add(trade.entryCost);
    this.exitCosts.add(trade.exitCost);
    this.slippage.add(trade.slippage);
    this.feesOf(trade.entryLiquidity).add(trade.entryFee);
    this.feesOf(trade.exitLiquidity).add(trade.exitFee);
    this.rollover.add(trade.rolloverFee);
  }

  feesOf(liquidity: Liquidity): Sum {
    return liquidity === 'maker' ? this.maker : this.taker;
  }
}

/**
 * What trading cost. Fees and volume count every leg that was executed, the entries of trades left open included;
 * slippage is already inside the prices. `profit` is the run's, open trades included.
 */
export function tradingCosts(
  sums: CostTally,
  openTrades: readonly ValuedTrade[],
  profit: Decimal,
): Pick<
  BacktestMetrics,
  | 'averageEntryCost'
  | 'totalVolume'
  | 'totalFees'
  | 'makerFees'
  | 'takerFees'
  | 'rolloverFees'
  | 'profitBeforeFees'
  | 'feesOfProfitBeforeFeesPercent'
  | 'totalSlippage'
> {
  const entryCosts = sums.entryCosts.value;
  const openCosts = total(openTrades, (trade) => trade.entryCost);
  for (const trade of openTrades) {
    sums.slippage.add(trade.slippage);
    sums.feesOf(trade.entryLiquidity).add(trade.entryFee);
    sums.rollover.add(trade.rolloverFee);
  }
  const makerFees = sums.maker.value;
  const takerFees = sums.taker.value;
  const rolloverFees = sums.rollover.value;
  const totalFees = makerFees.plus(takerFees).plus(rolloverFees);
  const beforeFees = profit.plus(totalFees);
  return {
    averageEntryCost: meanText(entryCosts, sums.trades),
    totalVolume: entryCosts.plus(sums.exitCosts.value).plus(openCosts).toString(),
    totalFees: totalFees.toString(),
    makerFees: makerFees.toString(),
    takerFees: takerFees.toString(),
    rolloverFees: rolloverFees.toString(),
    profitBeforeFees: beforeFees.toString(),
    feesOfProfitBeforeFeesPercent: beforeFees.isPositive() ? percentOf(totalFees, beforeFees) : null,
    totalSlippage: sums.slippage.value.toString(),
  };
}
