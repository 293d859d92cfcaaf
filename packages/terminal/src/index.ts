export { EXIT, exitCodeOf } from './exit-codes.js';
export { type FittedColumn, fittedTable } from './fitted-table.js';
export { Progress, type ProgressIo } from './progress.js';
export { type CommandLineOptions, runCommandLine } from './run-command-line.js';
export { definitionList, type Entry, entryGrid, table, wrapped } from './table.js';
export { timeOption } from './time-option.js';
export { lineWidth, type Terminal } from './terminal.js';
