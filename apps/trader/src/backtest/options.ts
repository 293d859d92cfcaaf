import { resolve } from 'node:path';
import {
  Decimal,
  type Instrument,
  type Interval,
  parseInterval,
  type RiskLimits,
  type StrategyDefinition,
  UsageError,
} from '@fathom/contracts';
import type { GuardOptions, MarginOptions, Sizing } from '@fathom/engine';
import { feeTier, findInstrument } from '@fathom/exchange';
import type { FeeRates } from '@fathom/simulator';
import { decimalOption } from '../options/decimal-option.js';
import { jsonFile } from '../options/json-file.js';
import type { RiskFlags } from '../options/risk-options.js';
import { setOption } from '../options/set-option.js';
import { timeOption } from '@fathom/terminal';
import { loadStrategy } from './load-strategy.js';
import { strategyConfig } from './strategy-config.js';

/** The command line of a backtest as commander hands it over: texts. */
export interface BacktestFlags extends RiskFlags {
  readonly exchange: string;
  readonly period?: string;
  readonly ticker?: string;
  readonly currency: string;
  readonly start?: string;
  readonly end?: string;
  readonly strategy: string;
  readonly set?: readonly string[];
  readonly config?: string;
  readonly data?: string;
  readonly books?: string;
  /** Where the archive of `books` is, if not in its folder: `postgres://…`. */
  readonly store?: string;
  readonly dataFolder: string;
  readonly balance: string;
  readonly volume?: string;
  readonly fraction?: string;
  readonly leverage?: string;
  readonly marginLongs?: boolean;
  readonly guards?: string;
  readonly fee?: string;
  readonly makerFee?: string;
  readonly feeTier?: string;
  readonly slippage: string;
  readonly json?: string;
  readonly html?: string;
  readonly log?: boolean;
  readonly candles?: boolean;
  readonly sensitivity?: boolean;
  readonly bot?: string;
}

/** What a backtest is to do, checked. */
export interface BacktestPlan {
  readonly instrument: Instrument;
  /** Undefined: that of the file. */
  readonly interval: Interval | undefined;
  /** ms since 1970 UTC. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly definition: StrategyDefinition;
  readonly config: Record<string, unknown>;
  readonly balance: Decimal;
  readonly sizing: Sizing;
  /** Undefined: nothing is borrowed, and nothing sold short. */
  readonly margin: MarginOptions | undefined;
  /** Undefined: the usual. */
  readonly guards: Pick<GuardOptions, 'place' | 'resting'> | undefined;
  readonly limits: RiskLimits | undefined;
  readonly fees: FeeRates;
  readonly slippageBasisPoints: Decimal;
}

/** @throws {UsageError} for the first thing that cannot be. */
export async function planBacktest(flags: BacktestFlags, cwd: string): Promise<BacktestPlan> {
  if (flags.exchange !== 'kraken') throw new UsageError(`exchange ${flags.exchange} is not supported: there is kraken`);
  const instrument = findInstrument(flags.currency);
  const interval = flags.period === undefined ? undefined : parseInterval(flags.period);
  if (flags.ticker !== undefined) decimalOption('--ticker', flags.ticker, { isPositive: true });
  const start = flags.start === undefined ? undefined : timeOption('--start', flags.start);
  const end = flags.end === undefined ? undefined : timeOption('--end', flags.end);
  if (start !== undefined && end !== undefined && start >= end) {
    throw new UsageError(`--start ${flags.start} is not before --end ${flags.end}`);
  }
  const definition = await loadStrategy(flags.strategy, cwd);
  const given = settings(flags, cwd);
  return {
    instrument,
    interval,
    start,
    end,
    definition,
    config: strategyConfig(definition, given),
    balance: decimalOption('--balance', flags.balance, { isPositive: true }),
    sizing: sizing(flags, instrument),
    margin: marginOptions(flags, given['short'] === true),
    guards: guardOptions(flags.guards),
    limits: await limitsOf(flags, cwd),
    fees: fees(flags, instrument),
    slippageBasisPoints: slippage(flags.slippage),
  };
}

/** Of the file first, then each `--set`, the last one winning. */
function settings(flags: BacktestFlags, cwd: string): Record<string, unknown> {
  const fromFile = flags.config === undefined ? {} : configFile(flags.config, cwd);
  return { ...fromFile, ...Object.fromEntries((flags.set ?? []).map(setOption)) };
}

function configFile(path: string, cwd: string): object {
  return jsonFile(resolve(cwd, path), {
    called: `configuration file ${path}`,
    content: "the strategy's parameters",
  });
}

/** Base units; the original's. */
const STANDARD_VOLUME = '0.002';

function sizing(flags: BacktestFlags, instrument: Instrument): Sizing {
  if (flags.fraction === undefined) {
    return { type: 'quantity', quantity: orderVolume(flags.volume ?? STANDARD_VOLUME, instrument) };
  }
  if (flags.volume !== undefined) {
    throw new UsageError(`--volume ${flags.volume} and --fraction ${flags.fraction} exclude each other`);
  }
  const fraction = decimalOption('--fraction', flags.fraction, { isPositive: true });
  if (fraction.isGreaterThan(Decimal.ONE))
    throw new UsageError(`--fraction ${flags.fraction} is more than 1, the whole equity`);
  return { type: 'equity-fraction', fraction: fraction.toNumber() };
}

/** A quantity that Kraken would not take trades nothing there, so it must not in a backtest either. */
function orderVolume(volume: string, { name, quantityDecimals }: Instrument): Decimal {
  const quantity = decimalOption('--volume', volume, { isPositive: true });
  if (quantity.round(quantityDecimals, 'down').equals(quantity)) return quantity;
  throw new UsageError(
    `--volume ${volume} has more digits after the point than Kraken takes of ${name}: ${quantityDecimals}`,
  );
}

/** Loaded when something is to be limited. */
async function limitsOf(flags: BacktestFlags, cwd: string): Promise<RiskLimits | undefined> {
  const isLimited = Object.keys(flags).some((name) => /^(risk$|max[A-Z]|priceCollar|coolDown|minMargin)/.test(name));
  return isLimited ? (await import('../options/risk-options.js')).riskLimits(flags, cwd) : undefined;
}

/** More than Kraken offers for any pair. */
const MOST_LEVERAGE = 10;

function marginOptions({ leverage, marginLongs }: BacktestFlags, sellsShort: boolean): MarginOptions | undefined {
  if (leverage === undefined) {
    if (marginLongs === true) throw new UsageError('--margin-longs needs --leverage: how much is to be borrowed');
    if (sellsShort) throw new UsageError('short=true needs --leverage: shorts are sold on margin');
    return undefined;
  }
  const multiple = decimalOption('--leverage', leverage, { isPositive: true }).toNumber();
  if (!Number.isInteger(multiple) || multiple < 2 || multiple > MOST_LEVERAGE) {
    throw new UsageError(`--leverage ${leverage} is not a whole number from 2 to ${MOST_LEVERAGE}`);
  }
  return { leverage: multiple, longs: marginLongs === true };
}

const GUARDS: Readonly<Record<string, Pick<GuardOptions, 'place' | 'resting'>>> = {
  'exchange-target': { place: 'exchange', resting: 'target' },
  bot: { place: 'bot' },
};

/** @param text as of `--guards`. */
function guardOptions(text = 'exchange'): Pick<GuardOptions, 'place' | 'resting'> | undefined {
  // What is usual need not be said.
  if (text === 'exchange') return undefined;
  const guards = GUARDS[text];
  if (guards !== undefined) return guards;
  throw new UsageError(`--guards ${text} is not one of exchange, ${Object.keys(GUARDS).join(', ')}`);
}

function fees(flags: BacktestFlags, instrument: Instrument): FeeRates {
  const volume = flags.feeTier === undefined ? 0 : decimalOption('--fee-tier', flags.feeTier).toNumber();
  const tier = feeTier(volume, instrument);
  const taker = flags.fee === undefined ? tier.takerPercent : percent('--fee', flags.fee);
  const maker = flags.makerFee ?? flags.fee;
  return { takerPercent: taker, makerPercent: maker === undefined ? tier.makerPercent : percent('--maker-fee', maker) };
}

const HUNDRED = Decimal.of(100n, 0);

function percent(flag: string, text: string): Decimal {
  const value = decimalOption(flag, text);
  if (!value.isLessThan(HUNDRED)) throw new UsageError(`${flag} ${text} is not below 100 %`);
  return value;
}

function slippage(text: string): Decimal {
  const value = decimalOption('--slippage', text);
  if (!value.isLessThan(Decimal.of(10_000n, 0)))
    throw new UsageError(`--slippage ${text} basis points is the whole price`);
  return value;
}
