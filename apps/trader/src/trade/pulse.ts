import type { Clock, FeedEvent } from '@fathom/contracts';
import type { FeedCandle } from '@fathom/trading';

/** What a bot last heard, and how it bears it: what cannot be told from its ledger. Times are of people's watches. */
export class Pulse {
  /** Of the feed, whatever it was. */
  lastHeardAt: number | undefined;
  /** When the newest candle was told. */
  lastCandleAt: number | undefined;
  /** Close of the newest candle. */
  price: number | undefined;
  /** What the strategy failed of. */
  strategyFailure: string | undefined;
  isStopping = false;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  heard(event: FeedEvent): void {
    if (event.type !== 'feed-disconnected') this.lastHeardAt = this.clock.now();
  }

  candle({ candle }: FeedCandle): void {
    this.lastCandleAt = this.clock.now();
    this.price = candle.close;
  }
}
