#!/usr/bin/env node
import { loadCompiled } from './compiled-code.js';

const { fileURLToPath } = process.getBuiltinModule('node:url');

// Built from `main.ts`, which begins its work as it is loaded.
const { exports, keepCompiled } = loadCompiled(fileURLToPath(new URL('trader.cjs', import.meta.url)));
if (typeof exports === 'object' && exports !== null && 'done' in exports) await exports.done;
// The build does this once, after a run that has used what a backtest needs.
if (process.env['TRADER_KEEP_COMPILED'] === '1') keepCompiled();
