import { readFileSync } from 'node:fs';
import type { BacktestReport } from '@fathom/contracts';
import type { DrawnCandles } from '../src/index.js';

const START = Date.UTC(2021, 0, 1);
const HOUR = 3_600_000;

interface Wanted {
  /** Reason of every exit that is not a stop. */
  readonly reason?: string;
  /** A setting that tells runs apart. */
  readonly fast?: number;
}

/** A report as `trader backtest --json` wrote it, with 60 trades made up for it, every sixth of them short. */
export function report({ reason = 'takeProfit', fast = 12 }: Wanted = {}): BacktestReport {
  const recorded: BacktestReport = JSON.parse(readFileSync(new URL('fixtures/report.json', import.meta.url), 'utf8'));
  const trades = Array.from({ length: 60 }, (_, at) => trade(at, at * 10 * HOUR, reason));
  const equity = trades.map(({ closedAt }, at) => ({ time: closedAt, equity: String(10_000 - at) }));
  const strategy = { ...recorded.strategy, config: { ...recorded.strategy.config, fast } };
  return { ...recorded, strategy, trades, equity };
}

/** As many candles, a minute each, and trades over all of them. */
export function bigReport(candles: number, trades: number): { candles: DrawnCandles; big: BacktestReport } {
  const openTime = Float64Array.from({ length: candles }, (_, at) => START + at * 60_000);
  const close = Float64Array.from(
    { length: candles },
    (_, at) => 30_000 + Math.round(5000 * Math.sin(at / 9000)) + (at % 7),
  );
  const open = Float64Array.from(close, (_, at) => close[at - 1] ?? 30_000);
  const high = Float64Array.from(close, (value, at) => Math.max(value, open[at] ?? value) + 3);
  const low = Float64Array.from(close, (value, at) => Math.min(value, open[at] ?? value) - 3);
  const base = report();
  const step = Math.floor(candles / trades) * 60_000;
  const all = Array.from({ length: trades }, (_, at) => trade(at, at * step, 'takeProfit', step / 2));
  const range = { ...base.range, start: iso(START), end: iso(START + candles * 60_000), candles };
  return { candles: { openTime, open, high, low, close }, big: { ...base, interval: 1, range, trades: all } };
}

function trade(at: number, after: number, reason: string, length = HOUR): BacktestReport['trades'][number] {
  const isWin = at % 3 > 0;
  return {
    id: String(at),
    side: at % 6 === 0 ? 'short' : 'long',
    quantity: '0.002',
    openedAt: iso(START + after),
    closedAt: iso(START + after + length),
    entryOrderId: `SIM-${2 * at}`,
    exitOrderId: `SIM-${2 * at + 1}`,
    entryPrice: '30000',
    exitPrice: isWin ? '30600' : '29100',
    entryLiquidity: 'taker',
    exitLiquidity: 'taker',
    fees: '0.48',
    slippage: '0',
    profit: isWin ? `0.${70 + (at % 20)}` : '-2.28',
    profitPercent: isWin ? 1 + (at % 20) / 100 : -3.8,
    entryReason: 'macdCrossover',
    exitReason: isWin ? reason : 'stopLoss',
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
