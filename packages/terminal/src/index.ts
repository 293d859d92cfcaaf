export { Progress, type ProgressIo } from './progress.js';
export { definitionList, type Entry, entryGrid, table } from './table.js';
export { timeOption } from './time-option.js';
export { lineWidth, type Terminal } from './terminal.js';
