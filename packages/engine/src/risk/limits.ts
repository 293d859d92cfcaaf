/** What a bot may do at most; a limit left out does not apply. Every one of them is asked before every entry. */
export interface RiskLimits {
  /** Trades open at the same time, entries on their way included. */
  readonly maxOpenTrades?: number;
  /** Value of everything held after the entry, in quote units. */
  readonly maxExposure?: number;
  /** Orders of any kind sent within the last 60 seconds, this one included. Exits are counted and never refused. */
  readonly maxOrdersPerMinute?: number;
  /** How far, in percent, the price an order would meet may be from the price it was decided on. */
  readonly priceCollarPercent?: number;
  /** What equity may fall within a UTC day, in percent of what it was as the day began. */
  readonly maxDailyLossPercent?: number;
  /** After so many losing trades in a row no entry for so long. */
  readonly coolDown?: { readonly losses: number; readonly minutes: number };
}
