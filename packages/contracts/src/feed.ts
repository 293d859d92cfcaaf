import type { Candle } from './candle.js';
import type { Interval } from './interval.js';
import type { BookLevel, MarketTrade, Ticker } from './market.js';

/** What a feed can be asked for. `pair` is an instrument's name: `BTC/USD`. */
export type Subscription =
  | { readonly channel: 'ticker'; readonly pair: string }
  | { readonly channel: 'market-trades'; readonly pair: string }
  | { readonly channel: 'candles'; readonly pair: string; readonly interval: Interval }
  | { readonly channel: 'book'; readonly pair: string; readonly depth: number };

interface OfPair {
  readonly pair: string;
  /** When it happened by the exchange's clock, milliseconds since 1970 UTC; fractions carry microseconds. */
  readonly time: number;
  /** When it reached us by our own clock, in the same unit. */
  readonly receivedAt: number;
}

export interface TickerChanged extends OfPair {
  readonly type: 'ticker-changed';
  readonly ticker: Ticker;
}

/** Prints, oldest first. */
export interface MarketTraded extends OfPair {
  readonly type: 'market-traded';
  readonly trades: readonly MarketTrade[];
  /** The last trades before the subscription, which may have been seen already. */
  readonly isSnapshot: boolean;
}

/** A candle that is still growing, or its final state once the next one has begun. */
export interface CandleChanged extends OfPair {
  readonly type: 'candle-changed';
  readonly interval: Interval;
  readonly candle: Candle;
  readonly isSnapshot: boolean;
}

/**
 * Levels of a book as whole numbers of `10^-decimals`, none above 2^53 − 1, so that digits are said exactly: of each level
 * the price, then the quantity, one level behind the other.
 */
export interface BookUnits {
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly bids: readonly number[];
  readonly asks: readonly number[];
}

interface OfBook extends OfPair {
  readonly depth: number;
  /** Highest price first in a snapshot; in any order in an update. */
  readonly bids: readonly BookLevel[];
  /** Lowest price first in a snapshot; in any order in an update. */
  readonly asks: readonly BookLevel[];
  /** The exchange's checksum of the book after this, an unsigned 32-bit number. */
  readonly checksum: number;
  /**
   * The same levels as whole numbers, from a feed that reads them so: quicker for who can use them, since `bids` and
   * `asks` are made of it only when they are read. So they are no fields of their own then: a copy must name them.
   */
  readonly units?: BookUnits;
}

/** The whole book down to `depth`; replaces what was known. */
export interface BookSnapshot extends OfBook {
  readonly type: 'book-snapshot';
}

/** Levels to replace; the book is cut to `depth` afterwards. */
export interface BookUpdate extends OfBook {
  readonly type: 'book-update';
}

export type MarketDataEvent = TickerChanged | MarketTraded | CandleChanged | BookSnapshot | BookUpdate;

interface OfFeed {
  /** By our own clock, milliseconds since 1970 UTC. */
  readonly time: number;
}

/** The exchange has acknowledged; data follows. */
export interface FeedSubscribed extends OfFeed {
  readonly type: 'feed-subscribed';
  readonly subscription: Subscription;
}

/** The exchange will not serve it, and asking again the same way is useless. Other subscriptions go on. */
export interface FeedRefused extends OfFeed {
  readonly type: 'feed-refused';
  readonly subscription: Subscription;
  readonly reason: string;
}

/** No acknowledgement, or none of the data that must follow one, within the time limit; it is asked for again. */
export interface FeedSilent extends OfFeed {
  readonly type: 'feed-silent';
  readonly subscription: Subscription;
  readonly reason: string;
}

/** Why a feed fetches something anew without being asked. */
export type ResyncCause =
  /** Nothing came for so long that the exchange may have lost the subscription. */
  | 'quiet'
  /** Something of it arrived that could not be read; a `feed-skipped` says what. */
  | 'unreadable'
  /** The exchange's own numbers show that something of it was not received. */
  | 'hole';

/** What comes of a subscription is held back from here to its next snapshot, by the feed's own decision. */
export interface FeedResyncBegun extends OfFeed {
  readonly type: 'feed-resync-begun';
  readonly subscription: Subscription;
  readonly cause: ResyncCause;
}

/** Connected, or connected again: subscriptions are being renewed. */
export interface FeedConnected extends OfFeed {
  readonly type: 'feed-connected';
}

/** From here to the next snapshot of a subscription nothing is known of it. */
export interface FeedDisconnected extends OfFeed {
  readonly type: 'feed-disconnected';
  readonly reason: string;
  /** When the next attempt is made, milliseconds from now. */
  readonly retryInMs: number;
  /** What was carried by the connection that is gone. */
  readonly subscriptions: readonly Subscription[];
}

/** Something arrived that is not understood; it changed nothing. */
export interface FeedSkipped extends OfFeed {
  readonly type: 'feed-skipped';
  readonly reason: string;
  /** What it was, as received, up to 65,536 characters; where there is a frame to show. */
  readonly frame?: string;
}

/** The exchange itself: `online`, or why it is not. */
export interface ExchangeStatusChanged extends OfFeed {
  readonly type: 'exchange-status-changed';
  readonly status: string;
}

/** Everything a feed delivers. */
export type FeedEvent =
  | MarketDataEvent
  | FeedSubscribed
  | FeedRefused
  | FeedSilent
  | FeedResyncBegun
  | FeedConnected
  | FeedDisconnected
  | FeedSkipped
  | ExchangeStatusChanged;
