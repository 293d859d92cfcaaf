export type { Account } from './account.js';
export type { FeeRates } from './fees.js';
export { Simulator, type SimulatorOptions } from './simulator.js';
