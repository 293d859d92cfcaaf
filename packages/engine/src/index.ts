export { Engine } from './engine.js';
export type { EngineOptions, GuardOptions, MarginOptions } from './engine-options.js';
export { EntryRules } from './entry-rules.js';
export { nearestTick } from './nearest-tick.js';
export { type OrderSearchOptions, SEARCH_DEFAULTS } from './order-search.js';
export type { Sizing } from './sizing.js';
