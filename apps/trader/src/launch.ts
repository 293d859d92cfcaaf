#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { loadCompiled } from './compiled-code.js';

const file = loadCompiled(fileURLToPath(new URL('trader.cjs', import.meta.url)));
const { main } = file.exports as typeof import('./main.js');
await main();
// The build does this once, after a run that has used what a backtest needs.
if (process.env['TRADER_KEEP_COMPILED'] === '1') file.keepCompiled();
