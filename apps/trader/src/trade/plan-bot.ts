import { resolve } from 'node:path';
import { UsageError } from '@fathom/contracts';
import { botFor } from '../backtest/command.js';
import { type BacktestFlags, planBacktest } from '../backtest/options.js';
import type { DashboardFlags } from '@fathom/dashboard';
import type { Io } from '../io.js';
import { decimalOption } from '../options/decimal-option.js';
import { oneOf } from '../options/one-of.js';
import type { WatchFlags } from '../watch/watch-plan.js';
import type { BotPlan, Mode } from './bot-plan.js';
import { checkRehearsed } from './check-rehearsed.js';

/** The command line of a bot as commander hands it over: texts. */
export interface TradeFlags extends BacktestFlags, WatchFlags, DashboardFlags {
  readonly live?: boolean;
  /** Kraken checks every order and executes none. */
  readonly validate?: boolean;
  readonly keyFile?: string;
  /** Seconds to trade for; until it is interrupted when left out. */
  readonly for?: string;
  readonly onStop?: string;
  /** Seconds. */
  readonly deadMan?: string;
  readonly deadManCancelsStops?: boolean;
  /** Milliseconds. */
  readonly latency?: string;
  /** Seconds. */
  readonly strategyLimit?: string;
}

/** Candles of a rehearsal, and of everything else, minutes. */
const REHEARSAL_PERIOD = 1;
const USUAL_PERIOD = 5;

/** @throws {UsageError} for the first thing that cannot be. */
export async function planBot(flags: TradeFlags, io: Io): Promise<BotPlan> {
  const mode = modeOf(flags);
  if (mode === 'rehearsal') checkRehearsed(flags.currency);
  const plan = await planBacktest({ ...flags, exchange: 'kraken' }, io.cwd);
  const { definition, config, sizing, balance, fees, margin, guards, limits } = plan;
  return {
    identity: botFor(flags, io),
    mode,
    pair: flags.currency,
    interval: plan.interval ?? (mode === 'rehearsal' ? REHEARSAL_PERIOD : USUAL_PERIOD),
    ...candleSource(flags),
    definition,
    config,
    sizing,
    ...(limits && { limits }),
    ...(margin && { margin }),
    ...(guards && { guards }),
    balance,
    fees,
    ...(flags.latency !== undefined && { latencyMs: decimalOption('--latency', flags.latency).toNumber() }),
    ...(flags.strategyLimit !== undefined && {
      strategyLimitMs: decimalOption('--strategy-limit', flags.strategyLimit, { isPositive: true }).toNumber() * 1000,
    }),
    ...deadMan(flags, mode, guards?.place),
    onStop: oneOf('--on-stop', flags.onStop ?? 'leave', ['leave', 'close']),
    runsForMs: runsForMs(flags.for),
    ledgerFolder: resolve(io.cwd, 'data/ledgers'),
  };
}

/** @param text seconds, as of `--for` */
export function runsForMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : decimalOption('--for', text, { isPositive: true }).toNumber() * 1000;
}

const DEAD_MAN_S = { least: 15, most: 3600 } as const;

/**
 * The switch cancels stops that rest on the exchange as well, so who wants both has to say so. Where no order rests on Kraken
 * there is none, which `refuseUnused` tells who typed it; a `bot.json` may go from paper to live as it is.
 */
function deadMan(
  { deadMan: text, deadManCancelsStops }: TradeFlags,
  mode: Mode,
  place: 'exchange' | 'bot' | undefined,
): Pick<BotPlan, 'deadManMs'> {
  if (text === undefined) return {};
  const seconds = Number(text);
  const { least, most } = DEAD_MAN_S;
  if (!(seconds >= least && seconds <= most))
    throw new UsageError(`--dead-man ${text} is not ${least} to ${most} seconds`);
  if (place !== 'bot' && deadManCancelsStops !== true) {
    throw new UsageError(
      '--dead-man would cancel stops that rest on Kraken: say --guards bot, or --dead-man-cancels-stops if that is wanted',
    );
  }
  return mode === 'live' || mode === 'rehearsal' ? { deadManMs: seconds * 1000 } : {};
}

function candleSource({ ticker }: TradeFlags): Pick<BotPlan, 'source' | 'pollMs'> {
  if (ticker === undefined) return { source: 'market-trades' };
  const seconds = decimalOption('--ticker', ticker, { isPositive: true }).toNumber();
  // Kraken answers one public call a second.
  if (seconds < 1) throw new UsageError(`--ticker ${ticker} is more than one poll a second`);
  return { source: 'ticker', pollMs: seconds * 1000 };
}

/** @throws {UsageError} for modes that exclude each other. */
export function modeOf({ exchange, live, validate }: Pick<TradeFlags, 'exchange' | 'live' | 'validate'>): Mode {
  if (validate === true && (live === true || exchange === 'rehearsal')) {
    throw new UsageError(`--validate trades nothing, so it excludes ${live === true ? '--live' : '-x rehearsal'}`);
  }
  if (exchange !== 'kraken' && exchange !== 'rehearsal') {
    throw new UsageError(`exchange ${exchange} is not kraken or rehearsal`);
  }
  if (exchange !== 'rehearsal') return live === true ? 'live' : validate === true ? 'validate' : 'paper';
  if (live === true) throw new UsageError('a rehearsal is never --live');
  return 'rehearsal';
}
