import type { Plot } from '@fathom/contracts';

/** MACD line, signal line and histogram. */
export const MACD_PLOTS: readonly Plot[] = [
  { value: 'macd.histogram', pane: 'MACD', kind: 'histogram' },
  { value: 'macd.macd', pane: 'MACD', kind: 'line' },
  { value: 'macd.signal', pane: 'MACD', kind: 'line' },
];

/** Slow %K and %D. */
export const STOCHASTIC_PLOTS: readonly Plot[] = [
  { value: 'stochastic.percent_k', pane: 'Stochastic', kind: 'line' },
  { value: 'stochastic.percent_d', pane: 'Stochastic', kind: 'line' },
];

/** A moving average over the candles, and its slope. */
export const AVERAGE_PLOTS: readonly Plot[] = [
  { value: 'stochastic.moving_average', pane: 'price', kind: 'line' },
  { value: 'stochastic.slope', pane: 'Slope', kind: 'histogram' },
];

/** Where the parabolic stop stands. */
export const SAR_PLOTS: readonly Plot[] = [{ value: 'stochastic.sar', pane: 'price', kind: 'dots' }];

/** The nearest and the farthest support and resistance. */
export const LEVEL_PLOTS: readonly Plot[] = [
  'support_major',
  'support_minor',
  'resistance_minor',
  'resistance_major',
].map((level): Plot => ({ value: `sr.${level}`, pane: 'price', kind: 'dots' }));
