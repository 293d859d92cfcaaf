import { CandleAggregator } from '@fathom/candles';
import {
  type Candle,
  type CandleColumns,
  DataError,
  type Decimal,
  intervalMs,
  type TradeEvent,
} from '@fathom/contracts';
import { Backtest, type BacktestOptions } from '@fathom/backtest';
import type { FeeRates } from '@fathom/simulator';
import { describeCandles } from '@fathom/storage';
import type { Io } from '../io.js';
import { Progress } from '../progress.js';
import { shortTime } from '../text/format.js';
import type { CandleSource } from './candle-source.js';
import type { BacktestPlan } from './options.js';

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
}

export interface RunResult {
  readonly main: Backtest;
  readonly variants: readonly { readonly variant: Variant; readonly backtest: Backtest }[];
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
  const players = [main, ...variants.map(({ backtest }) => backtest)].map((backtest) => player(backtest, source));
  const progress = new Progress(io, 'backtesting');
  let runMs = 0;
  const begun = io.stopwatch();
  const range = rangeOf(plan, source, base.strategy.warmup);
  let isFirst = true;
  let variantMs = 0;
  for await (const chunk of source.read({ ...range, onProgress: (done, total) => progress.update(done, total) })) {
    if (isFirst) await request.onStart();
    isFirst = false;
    const start = io.stopwatch();
    players[0]?.(chunk);
    const played = io.stopwatch();
    runMs += played - start;
    for (const play of players.slice(1)) play(chunk);
    variantMs += io.stopwatch() - played;
  }
  progress.end();
  const loadMs = io.stopwatch() - begun - runMs - variantMs;
  if (main.curve === undefined) throw await nothingThere(plan, source);
  return { main, variants, loadMs, runMs };
}

function optionsOf({ plan, source, botId }: RunRequest): BacktestOptions {
  return {
    strategy: plan.definition.create(plan.config),
    instrument: plan.instrument,
    interval: source.interval,
    balance: plan.balance,
    sizing: plan.sizing,
    fees: plan.fees,
    slippageBasisPoints: plan.slippageBasisPoints,
    botId,
    ...(plan.start !== undefined && { tradeFrom: plan.start }),
  };
}

/** Candles in the file's interval go in as they are; shorter ones are joined first. */
function player(backtest: Backtest, source: CandleSource): (chunk: CandleColumns) => void {
  if (source.fileInterval === source.interval) return (chunk) => backtest.feedColumns(chunk);
  const joiner = new CandleAggregator({
    from: source.fileInterval,
    to: source.interval,
    onCandle: (candle) => backtest.feed(candle),
  });
  return (chunk) => joiner.addColumns(chunk);
}

/** The rows to read: the range asked for and before it what the strategy needs to warm up. */
function rangeOf({ start, end }: BacktestPlan, source: CandleSource, warmup: number): { from?: number; to?: number } {
  return {
    ...(start !== undefined && { from: start - warmup * intervalMs(source.interval) }),
    // A candle counts when it has closed by the end.
    ...(end !== undefined && { to: end - intervalMs(source.fileInterval) + 1 }),
  };
}

async function nothingThere({ start, end }: BacktestPlan, source: CandleSource): Promise<DataError> {
  const there = await describeCandles(source.path, { interval: source.fileInterval });
  const asked = `from ${start === undefined ? 'the beginning' : shortTime(start)} to ${end === undefined ? 'the end' : shortTime(end)}`;
  return new DataError(
    `no ${source.interval} minute candles ${asked}: ${source.path} holds ${shortTime(there.first)} to ${shortTime(there.last)} UTC`,
  );
}
