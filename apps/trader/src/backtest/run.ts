import { type Candle, type CandleColumns, DataError, type Decimal, type TradeEvent } from '@fathom/contracts';
import { Backtest, type Backtested, type BacktestOptions } from '@fathom/backtest';
import type { FeeRates } from '@fathom/simulator';
import { strategies } from '@fathom/strategies';
import { Progress } from '@fathom/terminal';
import type { Incomplete } from '../data/joined-candles.js';
import type { Io } from '../io.js';
import { shortTime } from '../text/format.js';
import type { CandleSource } from './candle-source.js';
import { candlesToPlay } from './candles-to-play.js';
import { LimitedFeed } from './limited-feed.js';
import type { BacktestPlan } from './options.js';

/** Bytes of candles, some 150,000 of them, from where on it pays to have V8 compile early: below, what it spends on that. */
const MUCH = 8 * 2 ** 20;

/** The same run under other assumptions. */
export interface Variant {
  readonly name: string;
  readonly fees: FeeRates;
  readonly slippageBasisPoints: Decimal;
}

export interface RunRequest {
  readonly plan: BacktestPlan;
  readonly source: CandleSource;
  readonly variants: readonly Variant[];
  readonly botId: string;
  /** Called once, when the first candles were good. */
  readonly onStart: () => Promise<void>;
  readonly onTrade: ((event: TradeEvent) => void) | undefined;
  readonly onCandle: ((candle: Candle) => void) | undefined;
  /** Told every stretch of candles as it is played; its columns are used again afterwards. */
  readonly onChunk?: ((chunk: CandleColumns) => void) | undefined;
}

export interface RunResult {
  readonly main: Backtested;
  readonly variants: readonly { readonly variant: Variant; readonly backtest: Backtest }[];
  /** Joined candles at the edges of the file that were left out. */
  readonly incomplete: Incomplete;
  readonly loadMs: number;
  readonly runMs: number;
}

/** Reads the candles once and plays them to every variant, in constant memory. */
export async function runBacktest(request: RunRequest, io: Io): Promise<RunResult> {
  const { plan, source } = request;
  const base = optionsOf(request);
  const main = new Backtest({
    ...base,
    ...(request.onTrade && { onTrade: request.onTrade }),
    ...(request.onCandle && { onCandle: request.onCandle }),
  });
  const variants = request.variants.map((variant) => ({
    variant,
    backtest: new Backtest({
      ...base,
      strategy: plan.definition.create(plan.config),
      fees: variant.fees,
      slippageBasisPoints: variant.slippageBasisPoints,
    }),
  }));
  const feed = feedOf(plan, io);
  const progress = new Progress(io, 'backtesting');
  let runMs = 0;
  const begun = io.stopwatch();
  const { start, end } = plan;
  const { warmup } = base.strategy;
  const incomplete: Incomplete = {};
  const onProgress = (done: number, total: number) => {
    if (total >= MUCH) io.expectMuch?.();
    progress.update(done, total);
  };
  let isFirst = true;
  let variantMs = 0;
  try {
    for await (const chunk of candlesToPlay(source, { start, end, warmup, onProgress, incomplete })) {
      if (isFirst) await request.onStart();
      isFirst = false;
      const before = io.stopwatch();
      feed(main, chunk);
      const played = io.stopwatch();
      runMs += played - before;
      for (const { backtest } of variants) feed(backtest, chunk);
      request.onChunk?.(chunk);
      variantMs += io.stopwatch() - played;
    }
  } finally {
    progress.end();
  }
  const loadMs = io.stopwatch() - begun - runMs - variantMs;
  if (main.curve === undefined) throw await nothingThere(plan, source);
  return { main, variants, incomplete, loadMs, runMs };
}

/** Strategies of ours come back. */
function feedOf({ definition }: BacktestPlan, io: Io): (backtest: Backtest, chunk: CandleColumns) => void {
  if (strategies.includes(definition)) return (backtest, chunk) => backtest.feedColumns(chunk);
  const limited = new LimitedFeed(definition.name, () => io.stopwatch());
  return (backtest, chunk) => limited.feed(backtest, chunk);
}

function optionsOf({ plan, source, botId }: RunRequest): BacktestOptions {
  return {
    strategy: plan.definition.create(plan.config),
    instrument: plan.instrument,
    interval: source.interval,
    balance: plan.balance,
    sizing: plan.sizing,
    ...(plan.guards && { guards: plan.guards }),
    ...(plan.limits && { limits: plan.limits }),
    ...(plan.margin && { margin: plan.margin }),
    fees: plan.fees,
    slippageBasisPoints: plan.slippageBasisPoints,
    botId,
    ...(plan.start !== undefined && { tradeFrom: plan.start }),
  };
}

async function nothingThere({ start, end }: BacktestPlan, source: CandleSource): Promise<DataError> {
  const there = await source.describe();
  const asked = `from ${start === undefined ? 'the beginning' : shortTime(start)} to ${end === undefined ? 'the end' : shortTime(end)}`;
  const range = there === undefined ? '' : ` holds ${shortTime(there.first)} to ${shortTime(there.last)} UTC`;
  return new DataError(`no ${source.interval} minute candles ${asked}: ${source.path}${range}`);
}
