export { Engine, type EngineOptions } from './engine.js';
export type { Sizing } from './sizing.js';
