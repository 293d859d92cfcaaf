import { type BacktestReport, Decimal } from '@fathom/contracts';
import { backtestSummary, type ReportContext } from '@fathom/backtest';
import type { BacktestPlan } from './options.js';
import type { RunResult, Variant } from './run.js';

/** Fee ± 50 % at the slippage asked for; 5 and 20 basis points of slippage at the fee asked for. None that repeats it. */
export function sensitivityVariants({ fees, slippageBasisPoints }: BacktestPlan): Variant[] {
  const scaled = (factor: string) => ({
    takerPercent: fees.takerPercent.times(Decimal.parse(factor)),
    makerPercent: fees.makerPercent.times(Decimal.parse(factor)),
  });
  const variant = (name: string, rates: typeof fees, basisPoints: Decimal): Variant => ({
    name: `${name} (fee ${rates.takerPercent.toString()} %, slippage ${basisPoints.toString()} bps)`,
    fees: rates,
    slippageBasisPoints: basisPoints,
  });
  return [
    variant('fee -50 %', scaled('0.5'), slippageBasisPoints),
    variant('fee +50 %', scaled('1.5'), slippageBasisPoints),
    variant('slippage 5', fees, Decimal.parse('5')),
    variant('slippage 20', fees, Decimal.parse('20')),
  ].filter(
    (one) =>
      !one.slippageBasisPoints.equals(slippageBasisPoints) ||
      !one.fees.takerPercent.equals(fees.takerPercent) ||
      !one.fees.makerPercent.equals(fees.makerPercent),
  );
}

/** What came of the variants, for the report. */
export function sensitivityRows(result: RunResult, context: ReportContext): NonNullable<BacktestReport['sensitivity']> {
  return result.variants.flatMap(({ variant, backtest }) => {
    const report = backtestSummary(backtest, context);
    if (report === undefined) return [];
    const { finalEquity, profitPercent, maxDrawdownPercent, totalTrades } = report.metrics;
    const { makerFeePercent, takerFeePercent, slippageBasisPoints } = report.options;
    const options = { makerFeePercent, takerFeePercent, slippageBasisPoints };
    return [{ name: variant.name, options, finalEquity, profitPercent, maxDrawdownPercent, totalTrades }];
  });
}
