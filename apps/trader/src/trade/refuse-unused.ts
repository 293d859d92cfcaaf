import { UsageError } from '@fathom/contracts';
import { givenOption, type KnownOption } from '../options/given-option.js';
import type { Mode } from './bot-plan.js';
import type { TradeFlags } from './plan-bot.js';

/** An option that would have no effect, and why, or what to do instead. */
interface UnusedOption extends KnownOption<keyof TradeFlags> {
  readonly why: string;
}

const OF_BACKTESTS: readonly UnusedOption[] = [
  { name: 'end', flag: '--end', why: 'trading ends with --for SECONDS' },
  { name: 'books', flag: '--books', why: 'a recording is played by trader backtest --books' },
  { name: 'slippage', flag: '--slippage', usual: '0', why: 'the book that orders meet has its own' },
  { name: 'sensitivity', flag: '--sensitivity', why: 'only recorded candles can be played again (trader backtest)' },
  { name: 'json', flag: '--json', why: 'what a bot did is told by trader ledger --format json' },
  { name: 'html', flag: '--html', why: 'a bot at work is shown by --dashboard' },
  { name: 'candles', flag: '--candles', why: 'the log of a bot that trades has a line for each candle anyway' },
  { name: 'dataFolder', flag: '--data-folder', usual: 'data/candles', why: 'who trades asks Kraken for its history' },
];

const FEES = "the account's own fees count";
const OF_PAPER: readonly UnusedOption[] = [
  { name: 'latency', flag: '--latency', why: 'orders are really on their way' },
  { name: 'fee', flag: '--fee', why: FEES },
  { name: 'makerFee', flag: '--maker-fee', why: FEES },
  { name: 'feeTier', flag: '--fee-tier', usual: '0', why: FEES },
];

const NOT_LIVE: UnusedOption = { name: 'balance', flag: '--balance', usual: '10000', why: 'the account has its own' };

/** Nobody who trades is to believe that something counts which does not. @throws {UsageError} for the first such option. */
export function refuseUnused(flags: TradeFlags, mode: Mode): void {
  refuse(flags, OF_BACKTESTS, 'is for a backtest');
  if (flags.log === false)
    throw new UsageError(
      '--no-log is for a backtest: a bot that trades keeps a log (--log-keep DAYS deletes old ones)',
    );
  if (mode !== 'paper') refuse(flags, OF_PAPER, 'is for paper');
  if (mode === 'live') refuse(flags, [NOT_LIVE], 'is not for --live');
}

function refuse(flags: TradeFlags, options: readonly UnusedOption[], whose: string): void {
  for (const option of options) {
    const given = givenOption(flags, option);
    if (given !== undefined) throw new UsageError(`${given} ${whose}: ${option.why}`);
  }
}
