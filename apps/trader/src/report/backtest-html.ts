import { type BacktestSummary, reportLists } from '@fathom/backtest';
import { packCandles, reportRun } from '@fathom/dashboard';
import type { RunResult } from '../backtest/run.js';
import type { Io } from '../io.js';
import type { KeptCandles } from './kept-candles.js';
import { writeHtml } from './write-html.js';

interface Played {
  readonly result: RunResult;
  readonly summary: BacktestSummary;
  readonly drawn: KeptCandles;
}

/** `trader backtest --html FILE`. */
export async function writeBacktestHtml(file: string, { result, summary, drawn }: Played, io: Io): Promise<void> {
  const { main } = result;
  const candles = drawn.from(main.first?.openTime ?? Number.POSITIVE_INFINITY);
  const count = candles.openTime.length;
  const { priceDecimals } = main.options.instrument;
  const run = reportRun(
    { ...summary, ...reportLists(main) },
    {
      label: main.options.strategy.label,
      gaps: main.gaps.gaps.map(({ from, to }) => [from, to] as const),
      candles: { count, priceDecimals },
    },
  );
  await writeHtml(file, [{ run, candles: packCandles(candles, count, priceDecimals) }], io);
}
