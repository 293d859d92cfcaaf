import { UsageError } from '@fathom/contracts';
import type { Mode } from './bot-plan.js';

/** Options that have no effect, and why, or what to do instead. */
type Unused = Readonly<Record<string, string>>;

const OF_BACKTESTS: Unused = {
  end: 'trading ends with --for SECONDS',
  books: 'a recording is played by trader backtest --books',
  store: 'a recording is played by trader backtest --books',
  slippage: 'the book that orders meet has its own',
  sensitivity: 'only recorded candles can be played again (trader backtest)',
  json: 'what a bot did is told by trader ledger --format json',
  html: 'a bot at work is shown by --dashboard',
  candles: 'the log of a bot that trades has a line for each candle anyway',
  dataFolder: 'who trades asks Kraken for its history',
};

const FEES = "the account's own fees count";
const OF_PAPER: Unused = { latency: 'orders are really on their way', fee: FEES, makerFee: FEES, feeTier: FEES };
const NOTHING_RESTS = 'no order of this bot rests on Kraken';
const OF_LIVE: Unused = { deadMan: NOTHING_RESTS, deadManCancelsStops: NOTHING_RESTS };

/**
 * Nobody who trades is to believe that something counts which does not.
 * @param typed as `typedOptions` gives them
 * @throws {UsageError} for the first such option.
 */
export function refuseUnused(typed: ReadonlyMap<string, string>, mode: Mode): void {
  refuse(typed, OF_BACKTESTS, 'is for a backtest');
  if (typed.get('log') === '--no-log')
    throw new UsageError(
      '--no-log is for a backtest: a bot that trades keeps a log (--log-keep DAYS deletes old ones)',
    );
  if (mode !== 'paper') refuse(typed, OF_PAPER, 'is for paper');
  if (mode === 'paper' || mode === 'validate') refuse(typed, OF_LIVE, 'is for --live');
  if (mode === 'live') refuse(typed, { balance: 'the account has its own' }, 'is not for --live');
}

function refuse(typed: ReadonlyMap<string, string>, unused: Unused, whose: string): void {
  for (const [name, why] of Object.entries(unused)) {
    const given = typed.get(name);
    if (given !== undefined) throw new UsageError(`${given} ${whose}: ${why}`);
  }
}
