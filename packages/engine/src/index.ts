export { Engine } from './engine.js';
export type { EngineOptions, GuardOptions, MarginOptions } from './engine-options.js';
export { type OrderSearchOptions, SEARCH_DEFAULTS } from './order-search.js';
export type { Sizing } from './sizing.js';
