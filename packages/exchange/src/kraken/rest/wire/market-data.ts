import { type BookLevel, type Candle, type Decimal, DataError, type MarketTrade } from '@fathom/contracts';
import { assetName } from './asset-names.js';
import { decimal, list, mapOf, numeric, record, text, textOrNone, time } from './fields.js';

/** Assets: one asset. */
export interface KrakenAsset {
  /** `XXBT`. */
  readonly id: string;
  /** `BTC`. */
  readonly name: string;
  /** `XBT`. */
  readonly altname: string;
  /** Digits Kraken keeps of an amount, and shows. */
  readonly decimals: number;
  readonly displayDecimals: number;
  /** `enabled`, `deposit_only`, …; `enabled` where Kraken did not say (before 2022). */
  readonly status: string;
}

export function readAsset(value: unknown, at: string, id: string): KrakenAsset {
  const asset = record(value, at);
  return {
    id,
    name: assetName(id),
    altname: text(asset['altname'], `${at}.altname`),
    decimals: numeric(asset['decimals'], `${at}.decimals`),
    displayDecimals: numeric(asset['display_decimals'], `${at}.display_decimals`),
    status: textOrNone(asset['status']) ?? 'enabled',
  };
}

/** Ticker: Kraken gives it no time. `open` is of today (UTC); the others of the last 24 hours. */
export interface KrakenTicker {
  readonly bid: Decimal;
  readonly bidQuantity: Decimal;
  readonly ask: Decimal;
  readonly askQuantity: Decimal;
  readonly last: Decimal;
  readonly lastQuantity: Decimal;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  /** Volume-weighted average price. */
  readonly averagePrice: Decimal;
  /** Base units. */
  readonly volume: Decimal;
  readonly trades: number;
}

export function readTicker(value: unknown, at: string): KrakenTicker {
  const ticker = record(value, at);
  const entry = (name: string, index: number) => list(ticker[name], `${at}.${name}`)[index];
  const amount = (name: string, index: number) => decimal(entry(name, index), `${at}.${name}[${index}]`);
  return {
    ask: amount('a', 0),
    askQuantity: amount('a', 2),
    bid: amount('b', 0),
    bidQuantity: amount('b', 2),
    last: amount('c', 0),
    lastQuantity: amount('c', 1),
    volume: amount('v', 1),
    averagePrice: amount('p', 1),
    trades: numeric(entry('t', 1), `${at}.t[1]`),
    low: amount('l', 1),
    high: amount('h', 1),
    open: decimal(ticker['o'], `${at}.o`),
  };
}

/** OHLC: rows oldest first, and from where to ask on. The last row is still growing. */
export interface KrakenCandles {
  readonly candles: readonly Candle[];
  /** Exact texts of the rows: what Kraken wrote. */
  readonly averagePrices: readonly Decimal[];
  /** Unix seconds of the last candle that is complete, as Kraken says it. */
  readonly last: number;
}

export function readCandles(value: unknown, at: string): KrakenCandles {
  const [rows, last] = pairResult(value, at);
  const parts = rows.map((row, i) => list(row, `${at}[${i}]`));
  const number = (row: readonly unknown[], column: number) => numeric(row[column], `${at}[…][${column}]`);
  return {
    candles: parts.map((row) => ({
      openTime: number(row, 0) * 1000,
      open: number(row, 1),
      high: number(row, 2),
      low: number(row, 3),
      close: number(row, 4),
      volume: number(row, 6),
      trades: number(row, 7),
    })),
    averagePrices: parts.map((row) => decimal(row[5], `${at}[…][5]`)),
    last: numeric(last, `${at}.last`),
  };
}

/** Depth: best first on both sides, digits as received. */
export interface KrakenDepth {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export function readDepth(value: unknown, at: string): KrakenDepth {
  const book = record(onlyMember(value, at), at);
  const levels = (side: string) =>
    list(book[side], `${at}.${side}`).map((row) => {
      const [price, quantity] = list(row, `${at}.${side}`);
      return { price: text(price, `${at}.${side}`), quantity: text(quantity, `${at}.${side}`) };
    });
  return { bids: levels('bids'), asks: levels('asks') };
}

/** Trades: oldest first. `last` continues the reading: nanoseconds since 1970, as text because no double holds them. */
export interface KrakenTrades {
  readonly trades: readonly MarketTrade[];
  readonly last: string;
}

export function readTrades(value: unknown, at: string): KrakenTrades {
  const [rows, last] = pairResult(value, at);
  return { trades: rows.map((row, i) => readTrade(row, `${at}[${i}]`)), last: nanoseconds(last, `${at}.last`) };
}

function readTrade(value: unknown, at: string): MarketTrade {
  const [price, quantity, seconds, side, , , id] = list(value, at);
  if (side !== 'b' && side !== 's') throw new DataError(`${at}[3] is not a side: ${JSON.stringify(side)}`);
  return {
    time: time(seconds, `${at}[2]`),
    price: numeric(price, `${at}[0]`),
    quantity: decimal(quantity, `${at}[1]`),
    ...(id !== undefined && { id: numeric(id, `${at}[6]`) }),
    side: side === 'b' ? 'buy' : 'sell',
  };
}

/** Spread: best prices as they changed, oldest first; whole seconds. */
export interface KrakenSpreads {
  readonly spreads: readonly { readonly time: number; readonly bid: Decimal; readonly ask: Decimal }[];
  /** Unix seconds to continue from. */
  readonly last: number;
}

export function readSpreads(value: unknown, at: string): KrakenSpreads {
  const [rows, last] = pairResult(value, at);
  const spreads = rows.map((row, i) => {
    const [seconds, bid, ask] = list(row, `${at}[${i}]`);
    return {
      time: time(seconds, `${at}[${i}][0]`),
      bid: decimal(bid, `${at}[${i}][1]`),
      ask: decimal(ask, `${at}[${i}][2]`),
    };
  });
  return { spreads, last: numeric(last, `${at}.last`) };
}

/** `{XXBTZUSD: […], last: …}`: Kraken names the pair in its own words, whatever was asked. */
function pairResult(value: unknown, at: string): [rows: readonly unknown[], last: unknown] {
  const { last, ...pairs } = record(value, at);
  return [list(onlyMember(pairs, at), at), last];
}

function onlyMember(value: unknown, at: string): unknown {
  const members = [...mapOf(value, at, (each) => each).values()];
  if (members.length !== 1) throw new DataError(`${at} has ${members.length} pairs where one was asked for`);
  return members[0];
}

function nanoseconds(value: unknown, at: string): string {
  const digits = text(value, at);
  if (!/^\d{1,20}$/.test(digits)) throw new DataError(`${at} is not a time in nanoseconds: ${digits}`);
  return digits;
}
