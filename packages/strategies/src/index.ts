export { BuyAndHoldConfig, buyAndHold } from './buy-and-hold.js';
export { type Decider, defineStrategy, NO_SIGNALS, type StrategyDraft } from './define-strategy.js';
export { describeSettings, type Setting } from './describe-settings.js';
export { type LongRules, LongTrades, type LongTradesOptions } from './long-trades.js';
export { MacdConfig, macd } from './macd.js';
export { MacdBasicConfig, macdBasic } from './macd-basic.js';
export { MacdCrossConfig, macdCross } from './macd-cross.js';
export { ParabolicSarStochasticConfig, parabolicSarStochastic } from './parabolic-sar-stochastic.js';
export { findStrategy, strategies } from './registry.js';
export {
  acceleration,
  flag,
  fraction,
  level,
  numSimultaneousTrades,
  optionalStopLoss,
  ordered,
  pause,
  period,
  stopLoss,
} from './settings.js';
export { StochasticConfig, stochastic } from './stochastic.js';
export { StochasticSrMaConfig, stochasticSrMa } from './stochastic-sr-ma.js';
