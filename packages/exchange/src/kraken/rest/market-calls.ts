import { type Instrument, type Interval, UsageError } from '@fathom/contracts';
import type { Calls } from './calls.js';
import { mapOf, numeric, record, text } from './wire/fields.js';
import {
  type KrakenAsset,
  type KrakenCandles,
  type KrakenDepth,
  type KrakenSpreads,
  type KrakenTicker,
  type KrakenTrades,
  readAsset,
  readCandles,
  readDepth,
  readSpreads,
  readTicker,
  readTrades,
} from './wire/market-data.js';
import { type KrakenPair, readPair } from './wire/pair.js';

type PairId = Pick<Instrument, 'id'>;

/** What anybody may ask. All of these throw a `KrakenError` without an answer, a `DataError` for a strange one. */
export class MarketCalls {
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /** Kraken's clock, milliseconds since 1970 UTC; it counts whole seconds. */
  async time(): Promise<number> {
    const result = record(await this.#calls.ask('Time'), 'Time');
    return numeric(result['unixtime'], 'Time.unixtime') * 1000;
  }

  /** `online`, `maintenance`, `cancel_only`, `post_only`. */
  async systemStatus(): Promise<string> {
    return text(record(await this.#calls.ask('SystemStatus'), 'SystemStatus')['status'], 'SystemStatus.status');
  }

  /** By Kraken's id. */
  async assets(): Promise<Map<string, KrakenAsset>> {
    return mapOf(await this.#calls.ask('Assets'), 'Assets', readAsset);
  }

  /** By Kraken's id, dark pools left out; all pairs, or those of the ids. */
  async pairs(ids: readonly string[] = []): Promise<Map<string, KrakenPair>> {
    const answer = await this.#calls.ask('AssetPairs', ids.length === 0 ? {} : { pair: ids.join(',') });
    const all = mapOf(answer, 'AssetPairs', readPair);
    return new Map([...all].filter(([, pair]) => !pair.isDarkPool));
  }

  /** By Kraken's id; of all pairs when none is given. */
  async tickers(pairs: readonly PairId[] = []): Promise<Map<string, KrakenTicker>> {
    const answer = await this.#calls.ask(
      'Ticker',
      pairs.length === 0 ? {} : { pair: pairs.map(({ id }) => id).join(',') },
    );
    return mapOf(answer, 'Ticker', readTicker);
  }

  async ticker(pair: PairId): Promise<KrakenTicker> {
    const [ticker] = (await this.tickers([pair])).values();
    if (ticker === undefined) throw new UsageError(`Kraken has no ticker of ${pair.id}`);
    return ticker;
  }

  /**
   * OHLC: the newest candles, at most 720 whatever is asked; the last one is unfinished.
   * @param since the first candle opens after this, milliseconds since 1970 UTC.
   */
  async candles(pair: PairId, interval: Interval, since?: number): Promise<KrakenCandles> {
    const from = since === undefined ? {} : { since: String(Math.floor(since / 1000)) };
    return readCandles(await this.#calls.ask('OHLC', { pair: pair.id, interval: String(interval), ...from }), 'OHLC');
  }

  /** @param levels of each side, 1 to 500. */
  async depth(pair: PairId, levels = 100): Promise<KrakenDepth> {
    return readDepth(await this.#calls.ask('Depth', { pair: pair.id, count: String(levels) }), 'Depth');
  }

  /**
   * Trades: up to 1,000 market trades, oldest first.
   * @param since nanoseconds since 1970 UTC as text (`last` of the answer before): trades after this; absent for the newest.
   */
  async trades(pair: PairId, since?: string, count = 1000): Promise<KrakenTrades> {
    const from = since === undefined ? {} : { since };
    return readTrades(await this.#calls.ask('Trades', { pair: pair.id, count: String(count), ...from }), 'Trades');
  }

  /** Spread. @param since unix seconds, `last` of the answer before. */
  async spreads(pair: PairId, since?: number): Promise<KrakenSpreads> {
    const from = since === undefined ? {} : { since: String(since) };
    return readSpreads(await this.#calls.ask('Spread', { pair: pair.id, ...from }), 'Spread');
  }
}
