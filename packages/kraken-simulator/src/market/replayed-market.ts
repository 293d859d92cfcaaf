import { DataError, type Instrument, type Interval, UsageError } from '@fathom/contracts';
import type { Market, MarketCandle, MarketStatus, MarketStep, MarketTicker, SpreadRow } from './market.js';
import type { DepthLevel } from './book-view.js';
import type { Print } from './print.js';
import type { BookView } from './book-view.js';
import { PairMarket } from './pair-market.js';
import { AS_RECORDED, type ReplayClock, toSimulated } from './replay-clock.js';
import { ReplayQueue } from './replay-queue.js';
import type { MarketSource, SourceStep } from './source.js';

export interface ReplayedMarketOptions {
  /** One for each pair. */
  readonly sources: readonly MarketSource[];
  /** When the recording happens by the simulator's clock; as recorded when not given. */
  readonly clock?: ReplayClock;
  /** Prints of each pair that `trades` can still give; 5,000 when not given. Nothing else grows with the replay's length. */
  readonly keptPrints?: number;
}

/** What `Trades` gives in one answer at most (docs.kraken.com, Get Recent Trades). */
const MAX_TRADES = 1000;

interface Due {
  readonly time: number;
  readonly order: number;
  readonly pair: PairMarket;
  readonly step: SourceStep;
  readonly steps: Iterator<SourceStep>;
}

/** A market that repeats recordings, whatever they are made of. Reads them only as far as time has come. */
export class ReplayedMarket implements Market {
  readonly instruments: readonly Instrument[];
  status: MarketStatus = 'online';
  #now = Number.NEGATIVE_INFINITY;
  readonly #pairs = new Map<string, PairMarket>();
  readonly #due = new ReplayQueue<Due>();
  readonly #simulated: (recorded: number) => number;

  /** @throws {UsageError} when two sources are of the same pair. */
  constructor({ sources, clock = AS_RECORDED, keptPrints = 5000 }: ReplayedMarketOptions) {
    this.#simulated = toSimulated(clock);
    this.instruments = sources.map(({ instrument }) => instrument);
    for (const [order, { instrument, depth, steps }] of sources.entries()) {
      if (this.#pairs.has(instrument.name)) throw new UsageError(`two recordings of ${instrument.name}`);
      const pair = new PairMarket(instrument, { depth, keptPrints });
      this.#pairs.set(instrument.name, pair);
      this.#queue(pair, order, steps[Symbol.iterator]());
    }
  }

  get now(): number {
    return this.#now;
  }

  /** @throws {DataError} when a recording goes back in time. */
  advanceTo(time: number, deliver: (step: MarketStep) => void): void {
    for (let due = this.#due.first; due !== undefined && due.time <= time; due = this.#due.first) {
      this.#due.shift();
      this.#now = Math.max(this.#now, due.time);
      due.pair.apply(due.step);
      this.#queue(due.pair, due.order, due.steps, due.time);
      deliver({ ...due.step, pair: due.pair.instrument.name });
    }
    // To the end of the recording, whenever that is, is no instant itself.
    if (time !== Number.POSITIVE_INFINITY) this.#now = Math.max(this.#now, time);
  }

  nextTime(): number | undefined {
    return this.#due.first?.time;
  }

  ticker(pair: string): MarketTicker {
    return this.#pair(pair).ticker(this.#now);
  }

  ohlc(pair: string, interval: Interval, since = Number.NEGATIVE_INFINITY): MarketCandle[] {
    return this.#pair(pair).candles(this.#now, interval, since);
  }

  newestCandle(pair: string, interval: Interval): MarketCandle | undefined {
    return this.#pair(pair).newestCandle(interval);
  }

  trades(pair: string, sinceNs?: bigint, count = MAX_TRADES): Print[] {
    return this.#pair(pair).prints(sinceNs, count);
  }

  depth(pair: string, count: number): { bids: readonly DepthLevel[]; asks: readonly DepthLevel[] } {
    const { bids, asks } = this.#pair(pair).book;
    return { bids: bids.best(count), asks: asks.best(count) };
  }

  book(pair: string): BookView {
    return this.#pair(pair).book;
  }

  spread(pair: string, since = Number.NEGATIVE_INFINITY): SpreadRow[] {
    return this.#pair(pair).spreads(since);
  }

  #queue(pair: PairMarket, order: number, steps: Iterator<SourceStep>, earliest = Number.NEGATIVE_INFINITY): void {
    const next = steps.next();
    if (next.done) return;
    const step = this.#moved(next.value);
    if (step.time < earliest) {
      throw new DataError(`${pair.instrument.name}: the recording goes back from ${earliest} to ${step.time}`);
    }
    this.#due.push({ time: step.time, order, pair, step, steps });
  }

  #moved(step: SourceStep): SourceStep {
    const time = this.#simulated(step.time);
    if (step.type !== 'market-traded') return { ...step, time };
    return { ...step, time, trades: step.trades.map((print) => ({ ...print, time: this.#simulated(print.time) })) };
  }

  #pair(name: string): PairMarket {
    const pair = this.#pairs.get(name);
    if (pair === undefined) throw new UsageError(`pair ${name} is not in this market`);
    return pair;
  }
}
