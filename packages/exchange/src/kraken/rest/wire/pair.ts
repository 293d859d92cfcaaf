import { Decimal, type Instrument } from '@fathom/contracts';
import type { FeeTier } from '../../fee-schedule.js';
import { assetName } from './asset-names.js';
import {
  decimal,
  decimalOrNone,
  type Fields,
  list,
  numberOrNone,
  numeric,
  present,
  record,
  text,
  textOrNone,
} from './fields.js';

/** A pair with Kraken's own rules for it (docs.kraken.com, AssetPairs). */
export interface KrakenPair extends Instrument {
  /** `XBTUSD`. */
  readonly altname: string;
  /** `XBT/USD`; dark pools have none. */
  readonly wsName?: string;
  /** `online`, `cancel_only`, `post_only`, `limit_only`, `reduce_only`. */
  readonly status: string;
  /** Leverage that may be bought or sold with, each ≥ 2; empty for none. */
  readonly leverageBuy: readonly number[];
  readonly leverageSell: readonly number[];
  /** By 30-day volume; empty where Kraken gives none. */
  readonly feeTiers: readonly FeeTier[];
  /** Percent of the margin. */
  readonly marginCallPercent?: number;
  readonly marginStopPercent?: number;
  readonly isDarkPool: boolean;
}

export function readPair(value: unknown, at: string, id: string): KrakenPair {
  const pair = record(value, at);
  const altname = text(pair['altname'], `${at}.altname`);
  const base = assetName(text(pair['base'], `${at}.base`));
  const quote = assetName(text(pair['quote'], `${at}.quote`));
  const priceDecimals = numeric(pair['pair_decimals'], `${at}.pair_decimals`);
  return {
    name: `${base}/${quote}`,
    id,
    base,
    quote,
    priceDecimals,
    quantityDecimals: numeric(pair['lot_decimals'], `${at}.lot_decimals`),
    // Absent before 2022: 10 digits of coins and 5 of money, as recorded since.
    costDecimals:
      numberOrNone(pair['cost_decimals'], `${at}.cost_decimals`) ?? (quote === 'BTC' || quote === 'ETH' ? 10 : 5),
    tickSize: decimalOrNone(pair['tick_size'], `${at}.tick_size`) ?? Decimal.of(1n, priceDecimals),
    minQuantity: optionalAmount(pair, 'ordermin', at),
    minCost: optionalAmount(pair, 'costmin', at),
    altname,
    ...present({ wsName: textOrNone(pair['wsname']) }),
    status: textOrNone(pair['status']) ?? 'online',
    leverageBuy: leverages(pair, 'leverage_buy', at),
    leverageSell: leverages(pair, 'leverage_sell', at),
    feeTiers: feeTiers(pair, at),
    ...present({
      marginCallPercent: numberOrNone(pair['margin_call'], `${at}.margin_call`),
      marginStopPercent: numberOrNone(pair['margin_stop'], `${at}.margin_stop`),
    }),
    isDarkPool: id.endsWith('.d') || altname.endsWith('.d'),
  };
}

function optionalAmount(pair: Fields, name: string, at: string): Decimal {
  const value = pair[name];
  return value === undefined || value === null ? Decimal.ZERO : decimal(value, `${at}.${name}`);
}

function leverages(pair: Fields, name: string, at: string): number[] {
  return list(pair[name] ?? [], `${at}.${name}`).map((each) => numeric(each, `${at}.${name}`));
}

/** `[[volume, percent], …]`, for takers and for makers; volumes are the same in both. */
function feeTiers(pair: Fields, at: string): FeeTier[] {
  const makers = feeTable(pair, 'fees_maker', at);
  const takers = feeTable(pair, 'fees', at);
  return takers.map(([volume, takerPercent]) => ({
    volume,
    takerPercent,
    makerPercent: makers.findLast(([from]) => from <= volume)?.[1] ?? takerPercent,
  }));
}

function feeTable(pair: Fields, name: string, at: string): [volume: number, percent: Decimal][] {
  return list(pair[name] ?? [], `${at}.${name}`).map((row) => {
    const [volume, percent] = list(row, `${at}.${name}`);
    return [numeric(volume, `${at}.${name}`), decimal(percent, `${at}.${name}`)];
  });
}
