/** How one subscription of a capture is doing. Times are milliseconds since 1970 UTC. */
export interface CapturedPair {
  /** The exchange's id, which names it in questions: `XXBTZUSD`. */
  readonly id: string;
  /** `BTC/USD`. */
  readonly name: string;
  readonly depth: number;
  /** Book messages kept in this run, a second of late, and market trades kept. */
  readonly messages: number;
  readonly rate: number;
  readonly trades: number;
  readonly verified: number;
  readonly suspect: number;
  readonly unverifiable: number;
  readonly dropped: number;
  readonly resyncs: number;
  readonly gaps: number;
  /** How long something was missing in this run. */
  readonly missingMs: number;
  /** Why something is missing now. */
  readonly openGap?: string;
  readonly lastAt: number | null;
  readonly lagMs: number;
}

/** How a capture stands now. */
export interface CaptureStatus {
  readonly exchange: string;
  readonly folder: string;
  readonly startedAt: number;
  readonly now: number;
  readonly pairs: readonly CapturedPair[];
  readonly writtenBytes: number;
  readonly freeBytes: number | null;
  readonly loopLagMs: number;
  /** Newest last. */
  readonly notes: readonly {
    readonly time: number;
    readonly level: 'info' | 'warn' | 'error';
    readonly text: string;
  }[];
}

/** `[price, quantity]`, digits as the exchange wrote them; best first. */
export type LevelText = readonly [price: string, quantity: string];

/** A book at an instant. */
export interface BookView {
  readonly pair: string;
  /** When the last message in it was received. */
  readonly receivedAt: number;
  /** `verified`, `unverifiable` or `suspect`. */
  readonly state: string;
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
}

export interface GapView {
  readonly pair: string;
  readonly channel: string;
  readonly cause: string;
  readonly from: number;
  readonly to: number;
}

/** What rested where over time: quantity by moment and price. */
export interface HeatView {
  /** Moments, oldest first. */
  readonly times: readonly number[];
  /** Lower edges of the price rows, ascending, and how high each is. */
  readonly prices: readonly number[];
  readonly step: number;
  /** Quantity in each row at each moment: `quantities[moment][row]`. */
  readonly quantities: readonly (readonly number[])[];
  /** Middle between best bid and ask at each moment; null where nothing was known. */
  readonly middles: readonly (number | null)[];
}

/** Where a pair's recording begins and ends. */
export interface RecordedRange {
  readonly from: number;
  readonly to: number;
}

/**
 * A capture as the dashboard sees it. What reads the recording takes its time and is asked for one thing at a time; the
 * rest returns at once.
 */
export interface CaptureSource {
  status(): CaptureStatus;
  /** The book as it is now; undefined while none is known. */
  live(pair: string): BookView | undefined;
  /** The book as it was known then; undefined when none was. */
  at(pair: string, time: number): Promise<BookView | undefined>;
  range(pair: string): Promise<RecordedRange | undefined>;
  /** Newest first, at most `limit`. */
  gaps(limit: number): Promise<readonly GapView[]>;
  heat(pair: string, from: number, to: number): Promise<HeatView | undefined>;
}
