export { Adx, type AdxOptions, type AdxValue } from './adx.js';
export { Atr, type AtrOptions } from './atr.js';
export { Bollinger, type BollingerOptions, type BollingerValue } from './bollinger.js';
export { Ema, type EmaOptions, type EmaSeed } from './ema.js';
export { Highest, type HighestOptions } from './highest.js';
export type { Indicator } from './indicator.js';
export type { CloseVolume, HighLow, HighLowClose } from './input.js';
export { LinearRegressionSlope, type LinearRegressionSlopeOptions } from './linear-regression-slope.js';
export { Lowest, type LowestOptions } from './lowest.js';
export { Macd, type MacdOptions, type MacdValue } from './macd.js';
export { Momentum, type MomentumOptions } from './momentum.js';
export { Obv, type ObvOptions } from './obv.js';
export { ParabolicSar, type ParabolicSarOptions } from './parabolic-sar.js';
export { Rsi, type RsiOptions } from './rsi.js';
export { type AdxSeries, adxSeries } from './series/adx-series.js';
export { atrSeries } from './series/atr-series.js';
export { type BollingerSeries, bollingerSeries } from './series/bollinger-series.js';
export type { CloseVolumeColumns, HighLowCloseColumns, HighLowColumns, Series } from './series/columns.js';
export { emaSeries } from './series/ema-series.js';
export { highestSeries, lowestSeries } from './series/extreme-series.js';
export { linearRegressionSlopeSeries } from './series/linear-regression-slope-series.js';
export { type MacdSeries, macdSeries } from './series/macd-series.js';
export { momentumSeries } from './series/momentum-series.js';
export { obvSeries } from './series/obv-series.js';
export { parabolicSarSeries } from './series/parabolic-sar-series.js';
export { rsiSeries } from './series/rsi-series.js';
export { smaSeries } from './series/sma-series.js';
export { type StochasticSeries, stochasticSeries } from './series/stochastic-series.js';
export { type SupportResistanceLevelsOptions, supportResistanceLevels } from './series/support-resistance-levels.js';
export { trueRangeSeries } from './series/true-range-series.js';
export { wilderSeries } from './series/wilder-series.js';
export { Sma, type SmaOptions } from './sma.js';
export { Stochastic, type StochasticOptions, type StochasticValue } from './stochastic.js';
export {
  SupportResistance,
  type SupportResistanceLevels,
  type SupportResistanceOptions,
} from './support-resistance.js';
export { TrueRange, type TrueRangeOptions } from './true-range.js';
export { Wilder, type WilderOptions } from './wilder.js';
