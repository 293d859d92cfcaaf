import type { IndicatorValues, Signal, Strategy } from '@fathom/contracts';
import { limitedCall } from './limited-call.js';

/** A strategy that is given so long for a candle and no longer; then its call throws a `StrategyHung`. */
export function limitedStrategy(strategy: Strategy, limitMs: number): Strategy {
  let signals: readonly Signal[] = [];
  return {
    name: strategy.name,
    label: strategy.label,
    warmup: strategy.warmup,
    config: strategy.config,
    onCandle: (candle, trades) => {
      limitedCall(strategy.name, limitMs, () => {
        signals = strategy.onCandle(candle, trades);
      });
      return signals;
    },
    indicators: (): IndicatorValues => strategy.indicators?.() ?? {},
    plots: strategy.plots ?? [],
  };
}
