import { Decimal, type OrderSide } from '@fathom/contracts';
import { DisplayedSide } from './displayed-side.js';
import type { MarketMode, VenueInstrument } from './venue-instrument.js';

const HALF = Decimal.of(5n, 1);

/** What is known of one pair's market. */
export class Market {
  readonly instrument: VenueInstrument;
  readonly bids = new DisplayedSide('buy');
  readonly asks = new DisplayedSide('sell');
  mode: MarketMode = 'online';
  /** Of the last trade. */
  last: Decimal | undefined;
  index: Decimal | undefined;

  constructor(instrument: VenueInstrument) {
    this.instrument = instrument;
  }

  get isMatching(): boolean {
    return this.mode === 'online' || this.mode === 'limit-only';
  }

  /** What things are worth here: the last trade, before the first one the middle of the book. */
  get price(): Decimal | undefined {
    if (this.last !== undefined) return this.last;
    const { top: bid } = this.bids;
    const { top: ask } = this.asks;
    return bid === undefined || ask === undefined ? undefined : bid.plus(ask).times(HALF);
  }

  /** Where an order of `side` takes. */
  across(side: OrderSide): DisplayedSide {
    return side === 'buy' ? this.asks : this.bids;
  }

  /** Where an order of `side` rests. */
  along(side: OrderSide): DisplayedSide {
    return side === 'buy' ? this.bids : this.asks;
  }

  /** Price × quantity as the exchange keeps it. */
  cost(price: Decimal, quantity: Decimal): Decimal {
    return this.rounded(price.times(quantity));
  }

  /** To the digits the exchange keeps of costs and fees, nearest, ties up: as in all its recorded fills. */
  rounded(cost: Decimal): Decimal {
    return cost.round(this.instrument.costDecimals, 'half-up');
  }
}
