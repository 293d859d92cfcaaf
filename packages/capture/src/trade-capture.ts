import type { MarketTraded, ResyncCause } from '@fathom/contracts';
import type { CaptureLog } from './capture-log.js';
import { Figures } from './figures.js';
import { GapKeeper } from './gap-keeper.js';

export interface TradeCaptureOptions {
  readonly pair: string;
  readonly log: CaptureLog;
  /** Asks for the newest trades again. */
  readonly resync: () => void;
}

/**
 * What of one pair's market trades is kept, and where some are missing. The exchange counts them one by one, so the
 * numbers prove that nothing was missed, also over a lost connection.
 */
export class TradeCapture {
  readonly figures: Figures;
  readonly #log: CaptureLog;
  readonly #resync: () => void;
  readonly #gap: GapKeeper;
  #isShut = false;
  /** Number of the last one kept. */
  #last: number | undefined;
  /** When that one happened. */
  #lastTime = 0;

  constructor({ pair, log, resync }: TradeCaptureOptions) {
    this.figures = new Figures('market-trades', pair);
    this.#log = log;
    this.#resync = resync;
    this.#gap = new GapKeeper(log, this.figures);
  }

  begin(now: number): void {
    this.#gap.open('start', now);
  }

  end(now: number): void {
    this.#gap.turn('stop', now);
  }

  /** From here on every trade is told. */
  subscribed(now: number): void {
    if (this.#gap.cause === 'start') this.#gap.close(now);
  }

  take(event: MarketTraded): void {
    const { figures } = this;
    const { receivedAt } = event;
    const before = figures.lastAt;
    if (this.#isShut) {
      figures.dropped += event.trades.length;
      return;
    }
    const fresh = this.#fresh(event);
    const [first] = fresh.trades;
    if (first === undefined) return;
    this.#prove(first.id, receivedAt, before);
    if (!this.#log.trades(fresh)) {
      this.#isShut = true;
      figures.dropped += fresh.trades.length;
      this.#gap.open('back-pressure', before ?? receivedAt);
      return;
    }
    figures.lastAt = receivedAt;
    figures.lagMs = receivedAt - event.time;
    figures.kept += fresh.trades.length;
    const last = fresh.trades.at(-1)?.id;
    figures[last === undefined ? 'unverifiable' : 'verified'] += fresh.trades.length;
    this.#last = last;
    this.#lastTime = event.time;
  }

  lost(cause: 'disconnect' | 'silence', from: number): void {
    this.#gap.open(cause, from);
  }

  refused(now: number): void {
    this.#gap.turn('refusal', now);
  }

  /** The feed fetches the newest trades by its own decision. */
  resyncBegun(cause: ResyncCause, now: number): void {
    this.figures.resyncs += 1;
    this.#gap.open(cause === 'quiet' ? 'silence' : cause, this.figures.lastAt ?? now);
  }

  /** There is room again. */
  relieved(): void {
    if (!this.#isShut) return;
    this.#isShut = false;
    this.figures.resyncs += 1;
    this.#resync();
  }

  /** Without those that were kept already, unless the exchange began to count anew. */
  #fresh(event: MarketTraded): MarketTraded {
    const last = this.#last;
    const newest = event.trades.at(-1);
    if (last === undefined || newest?.id === undefined) return event;
    // A lower number of an older trade is a snapshot that is late.
    if (event.isSnapshot && newest.id < last && newest.time > this.#lastTime) {
      this.#last = undefined;
      return event;
    }
    const trades = event.trades.filter(({ id }) => id === undefined || id > last);
    return trades.length === event.trades.length ? event : { ...event, trades };
  }

  /** Closes a gap that the numbers prove to be none, or to be one. */
  #prove(first: number | undefined, receivedAt: number, before: number | undefined): void {
    const last = this.#last;
    const isWhole = last !== undefined && first === last + 1;
    if (!isWhole && last !== undefined && first !== undefined) this.#gap.open('hole', before ?? receivedAt);
    if (this.#gap.isOpen) this.#gap.close(receivedAt, isWhole ? receivedAt : before);
  }
}
