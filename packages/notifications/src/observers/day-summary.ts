import { type ClosedTrade, Decimal } from '@fathom/contracts';
import { clockText, dayText, moneyText } from './amounts.js';
import type { Sampled } from './observation.js';

const DAY_MS = 86_400_000;

interface Summary {
  readonly title: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** What a UTC day brought, as far as this run has seen it. */
export class DaySummary {
  readonly #quote: string;
  #day: number | undefined;
  #since = 0;
  #trades = 0;
  #wins = 0;
  #profit = Decimal.ZERO;
  #fees = Decimal.ZERO;

  constructor(quote: string) {
    this.#quote = quote;
  }

  /** At `time` a trade was closed. */
  closed(trade: ClosedTrade, time: number): void {
    this.#begin(time);
    this.#trades += 1;
    if (trade.profit.isPositive()) this.#wins += 1;
    this.#profit = this.#profit.plus(trade.profit);
    this.#fees = this.#fees.plus(trade.entryFee).plus(trade.exitFee);
  }

  /** @returns the summary of the day before, with the first sample of a new one. */
  sampled({ time, equity, openTrades }: Sampled): Summary | undefined {
    this.#begin(time);
    const day = Math.floor(time / DAY_MS);
    if (this.#day === undefined || day <= this.#day) return undefined;
    const summary = this.#text(equity, openTrades);
    this.#day = day;
    this.#since = day * DAY_MS;
    this.#trades = 0;
    this.#wins = 0;
    this.#profit = Decimal.ZERO;
    this.#fees = Decimal.ZERO;
    return summary;
  }

  #begin(time: number): void {
    if (this.#day !== undefined) return;
    this.#day = Math.floor(time / DAY_MS);
    this.#since = time;
  }

  #text(equity: number | undefined, openTrades: number | undefined): Summary {
    const isWhole = this.#since % DAY_MS === 0;
    const since = isWhole ? '' : ` since ${clockText(this.#since)} UTC`;
    const profit = moneyText(this.#profit, this.#quote, { isSigned: true });
    return {
      title: `${dayText(this.#since)}${since}: ${this.#trades} trades closed, P/L ${profit}`,
      fields: [
        ['Trades', `${this.#trades}, ${this.#wins} with a profit`],
        ['P/L', profit],
        ['Fees', moneyText(this.#fees, this.#quote)],
        ...(openTrades === undefined ? [] : ([['Open', String(openTrades)]] as const)),
        ...(equity === undefined ? [] : ([['Equity', `${equity.toFixed(2)} ${this.#quote}`]] as const)),
      ],
    };
  }
}
