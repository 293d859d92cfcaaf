import type { Bot } from './bot.js';
import type { Segment } from './message.js';

export type Mode = 'live' | 'paper' | 'validate' | 'rehearsal' | 'backtest';

const WORDS: Readonly<Record<Mode, string>> = {
  live: 'LIVE TRADING',
  paper: 'PAPER TRADING',
  validate: 'VALIDATING, NOTHING IS TRADED',
  rehearsal: 'REHEARSAL',
  backtest: 'BACKTEST',
};

/**
 * `PAPER TRADING - 320:Localbot`, `LIVE TRADING - …`, `REHEARSAL - …`, `BACKTEST - …`; where Kraken only checks orders,
 * `VALIDATING, NOTHING IS TRADED - …`.
 */
export function modeBanner(mode: Mode, bot: Bot): readonly Segment[] {
  const what = WORDS[mode];
  return [{ text: `${what} - ${bot.id}:${bot.name}`, role: 'banner' }];
}

/** What a bot trades, for `tradingBanner`. */
export interface Trading {
  /** `XXBTZUSD`. */
  readonly instrumentId: string;
  /** `kraken`. */
  readonly exchange: string;
  /** `MACD Strategy`. */
  readonly strategyLabel: string;
  /** Candle interval in minutes. */
  readonly period: number;
}

/** `Trading XXBTZUSD on KRAKEN with MACD Strategy @ 5 minute period`. */
export function tradingBanner({ instrumentId, exchange, strategyLabel, period }: Trading): readonly Segment[] {
  const where = `${instrumentId} on ${exchange.toUpperCase()}`;
  return [{ text: `Trading ${where} with ${strategyLabel} @ ${period} minute period`, role: 'banner' }];
}
