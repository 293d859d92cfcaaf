/** Time limits of a search, milliseconds. */
export interface OrderSearchOptions {
  /** So long after it was sent the exchange takes no late copy of an order any more: the deadline it carries. */
  readonly deadlineMs: number;
  /** Pause before the first look; it doubles with every look. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /**
   * So long after the deadline an order may still be missing in the exchange's answers though it was taken: after a 502
   * Kraken has shown orders up to a minute late.
   */
  readonly historyLagMs: number;
}

/** Measured or documented lags, each with a margin. */
export const SEARCH_DEFAULTS: OrderSearchOptions = {
  deadlineMs: 5_000,
  firstPauseMs: 1_000,
  longestPauseMs: 30_000,
  historyLagMs: 120_000,
};

interface Missing {
  readonly clientOrderId: string;
  /** How long it has been looked for; undefined until time is told. */
  searchedMs: number | undefined;
  /** Answers from here on tell for certain; undefined while it could still turn up. */
  certainFrom: number | undefined;
  /** When it was last doubted: older answers prove nothing. */
  since: number;
  nextLookAt: number;
  pauseMs: number;
  absences: number;
}

/** One answer that misses an order may be an answer of a machine that lags; so at least two must. */
const ABSENCES_NEEDED = 2;
/** Time is told every second or so. A longer step is a machine that slept, or a clock that was set: it counts as this much. */
const LONGEST_STEP_MS = 15_000;

/**
 * Looks for orders of which nobody knows whether the exchange has them, again and again, until each is found or is
 * missing in complete answers given after it could still have turned up. It never sends anything but questions.
 *
 * When that is, is counted from the first doubt, which comes after the sending; when an order was decided says little, for
 * a candle may be known late and an order may wait. And it is counted step by step: a clock that jumps proves nothing.
 */
export class OrderSearch {
  private readonly options: OrderSearchOptions;
  private readonly look: (clientOrderId: string) => void;
  private readonly missing = new Map<string, Missing>();
  private toldAt = Number.NaN;

  /** @param look asks the exchange for an order in open orders, closed orders and trades; returns at once. */
  constructor(look: (clientOrderId: string) => void, options: OrderSearchOptions = SEARCH_DEFAULTS) {
    this.options = options;
    this.look = look;
  }

  /** How many orders are being looked for. */
  get size(): number {
    return this.missing.size;
  }

  has(clientOrderId: string): boolean {
    return this.missing.has(clientOrderId);
  }

  /** Begins to look for an order that was sent before `now`, or goes on when it is doubted anew. */
  begin(clientOrderId: string, now: number): void {
    const known = this.missing.get(clientOrderId);
    if (known !== undefined) {
      known.since = Math.max(known.since, now);
      return;
    }
    const pauseMs = this.options.firstPauseMs;
    this.missing.set(clientOrderId, {
      clientOrderId,
      searchedMs: undefined,
      certainFrom: undefined,
      since: now,
      nextLookAt: now + pauseMs,
      pauseMs,
      absences: 0,
    });
  }

  /** Asks for every order whose turn it is, whether or not the last question was answered. */
  timePassed(now: number): void {
    const { deadlineMs, historyLagMs } = this.options;
    const step = now - this.toldAt;
    const stepMs = step > 0 ? Math.min(step, LONGEST_STEP_MS) : 0;
    this.toldAt = now;
    for (const order of this.missing.values()) {
      order.searchedMs = order.searchedMs === undefined ? 0 : order.searchedMs + stepMs;
      if (order.searchedMs >= deadlineMs + historyLagMs) order.certainFrom = Math.min(order.certainFrom ?? now, now);
      // Answers are never from a time that a clock set back has not reached.
      if (step < 0) order.since = Math.min(order.since, now);
      // A clock that was set back must not silence the search.
      if (now < order.nextLookAt && order.nextLookAt - now <= this.options.longestPauseMs) continue;
      order.pauseMs = Math.min(order.pauseMs * 2, this.options.longestPauseMs);
      order.nextLookAt = now + order.pauseMs;
      this.look(order.clientOrderId);
    }
  }

  /** All there was to know of it at `asOf` (the exchange's clock) is known. */
  found(clientOrderId: string, asOf: number): void {
    const order = this.missing.get(clientOrderId);
    if (order !== undefined && asOf >= order.since) this.missing.delete(clientOrderId);
  }

  /** Nothing is to be known of it any more. */
  end(clientOrderId: string): void {
    this.missing.delete(clientOrderId);
  }

  /**
   * The exchange's complete answers, none older than `asOf` (its own clock), do not hold the order.
   * @returns whether it is lost for certain; the search for it is over then.
   */
  absent(clientOrderId: string, asOf: number): boolean {
    const order = this.missing.get(clientOrderId);
    if (order === undefined) return false;
    if (order.certainFrom === undefined || asOf < order.certainFrom) return false;
    order.absences += 1;
    if (order.absences < ABSENCES_NEEDED) return false;
    this.missing.delete(clientOrderId);
    return true;
  }
}
