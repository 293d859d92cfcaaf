import { join, resolve } from 'node:path';
import { UsageError } from '@fathom/contracts';
import type { Io } from '../io.js';
import type { BotToRun } from '../trade/run-bots.js';
import { planBot, type TradeFlags } from '../trade/plan-bot.js';
import { planWatch, type WatchFlags } from '../watch/watch-plan.js';
import { BOT_FILE, type ConfiguredBot } from './read-bot.js';

/** What is said of a fleet as a whole. */
export interface FleetFlags extends WatchFlags {
  readonly exchange: string;
  readonly live?: boolean;
  /** Kraken checks every bot's orders and executes none. */
  readonly validate?: boolean;
  readonly keyFile?: string;
  readonly for?: string;
}

/**
 * What a configured bot is to do, checked as the command line's is: the pair, the strategy and its parameters.
 * @throws {UsageError} naming the bot's file, or for a live bot without `--live`.
 */
export async function planConfiguredBot(
  { folder, identity, config }: ConfiguredBot,
  flags: FleetFlags,
  io: Io,
): Promise<BotToRun> {
  const path = join(folder, BOT_FILE);
  const isRehearsal = flags.exchange === 'rehearsal';
  if (config.mode === 'live' && flags.live !== true && flags.validate !== true && !isRehearsal) {
    throw new UsageError(`${path} wants to trade live: say --live as well, or make its mode paper`);
  }
  try {
    const plan = await planBot(asFlags(config, flags, isRehearsal), { ...io, cwd: folder });
    return {
      // Ledgers are found where commands look for them: below the folder the fleet is started in.
      plan: {
        ...plan,
        identity,
        ledgerFolder: resolve(io.cwd, 'data/ledgers'),
        ...(config.risk && { limits: config.risk }),
      },
      watch: planWatch(flags, io.env, {
        ...config.notifications,
        logFormat: config.logFormat,
        logKeep: config.logKeep,
      }),
      logFolder: join(folder, 'logs'),
    };
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The file's settings as the command line would say them; `planBot` checks both alike. */
function asFlags(config: ConfiguredBot['config'], flags: FleetFlags, isRehearsal: boolean): TradeFlags {
  const { mode, pair, period, ticker, strategy, volume, fraction, balance, leverage, marginLongs, guards } = config;
  const { fee, makerFee, feeTier, latency, strategyLimit, deadMan, deadManCancelsStops, onStop } = config;
  const isForced = flags.validate === true || isRehearsal;
  const isLive = isForced ? flags.live === true : mode === 'live';
  const isValidated = flags.validate === true || (!isForced && mode === 'validate');
  return {
    exchange: flags.exchange,
    currency: pair,
    ...(!isRehearsal && { period: String(period) }),
    strategy: strategy.name,
    set: Object.entries(strategy.parameters).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
    balance: balance ?? '10000',
    ...(ticker !== undefined && { ticker }),
    ...(volume !== undefined && { volume }),
    ...(fraction !== undefined && { fraction }),
    ...(marginLongs !== undefined && { marginLongs }),
    ...(guards !== undefined && { guards }),
    ...(fee !== undefined && { fee }),
    ...(makerFee !== undefined && { makerFee }),
    ...(feeTier !== undefined && { feeTier }),
    ...(latency !== undefined && { latency }),
    ...(strategyLimit !== undefined && { strategyLimit }),
    ...(deadMan !== undefined && { deadMan }),
    ...(deadManCancelsStops !== undefined && { deadManCancelsStops }),
    ...(leverage !== undefined && { leverage: String(leverage) }),
    dataFolder: 'data/candles',
    slippage: '0',
    onStop,
    ...(isLive && { live: true }),
    ...(isValidated && { validate: true }),
    ...(flags.for !== undefined && { for: flags.for }),
  };
}
