import type { StrategyDefinition } from '@fathom/contracts';
import { buyAndHold } from './buy-and-hold.js';
import { macd } from './macd.js';
import { macdBasic } from './macd-basic.js';
import { macdCross } from './macd-cross.js';
import { parabolicSarStochastic } from './parabolic-sar-stochastic.js';
import { stochastic } from './stochastic.js';
import { stochasticSrMa } from './stochastic-sr-ma.js';

/** Every strategy of this package, in the order people are shown them. */
export const strategies: readonly StrategyDefinition[] = [
  macd,
  macdBasic,
  stochastic,
  stochasticSrMa,
  parabolicSarStochastic,
  macdCross,
  buyAndHold,
];

/** The strategy of that name, e.g. `macd`. */
export function findStrategy(name: string): StrategyDefinition | undefined {
  return strategies.find((strategy) => strategy.name === name);
}
