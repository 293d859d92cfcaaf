import type { Candle, Instrument, Interval } from '@fathom/contracts';
import { type KrakenRest, recentCandles } from '@fathom/exchange';
import { SharedAnswers } from './shared-answers.js';

/** The exchange's newest finished candles, oldest first, and its time before they were asked for. */
export interface RecentCandles {
  readonly candles: readonly Candle[];
  readonly asOf: number;
}

/** Candles of the past for all bots of a process: who asks while an answer is on its way shares it. */
export class SharedHistory {
  private readonly rest: KrakenRest;
  private readonly answers = new SharedAnswers<RecentCandles>();

  constructor(rest: KrakenRest) {
    this.rest = rest;
  }

  /** @throws {KrakenError} when there is no answer. */
  recent(pair: Pick<Instrument, 'id'>, interval: Interval): Promise<RecentCandles> {
    return this.answers.ask(`${pair.id} ${interval}`, () => this.ask(pair, interval));
  }

  private async ask(pair: Pick<Instrument, 'id'>, interval: Interval): Promise<RecentCandles> {
    const asOf = this.rest.now();
    return { candles: await recentCandles(this.rest.market, pair, interval), asOf };
  }
}
