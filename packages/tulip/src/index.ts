export { CATALOG, type CatalogEntry } from './catalog.js';
export { type Tulip, type TulipBatch, tulip } from './tulip.js';
export { TulipIndicator, type TulipWindow } from './tulip-indicator.js';
export type { Series, TulipColumns, TulipInput, TulipName, TulipOptions, TulipOutput } from './types.js';
