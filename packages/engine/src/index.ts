export { Engine, type EngineOptions } from './engine.js';
export { type OrderSearchOptions, SEARCH_DEFAULTS } from './order-search.js';
export type { RiskLimits } from './risk/limits.js';
export type { Sizing } from './sizing.js';
