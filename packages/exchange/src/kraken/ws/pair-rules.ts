import type { Decimal } from '@fathom/contracts';
import { Fields } from './frame-fields.js';
import type { Json } from './json-text.js';

/** A pair's rules as the `instrument` channel tells them (docs.kraken.com, WebSocket v2, "Instruments"). */
export interface PairRules {
  /** `BTC/USD`. */
  readonly name: string;
  readonly base: string;
  readonly quote: string;
  /** `online`, `cancel_only`, `post_only`, `limit_only`, `reduce_only`, `maintenance`, `delisted` … */
  readonly status: string;
  /** Digits after the point. */
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly costDecimals: number;
  /** Prices are multiples of it. */
  readonly tickSize: Decimal;
  /** The smallest order, base units. */
  readonly minQuantity: Decimal;
  /** The smallest order, quote units. */
  readonly minCost: Decimal;
}

/** @throws {FrameError} for anything but a pair of the `instrument` channel. */
export function pairRules(entry: Json): PairRules {
  const fields = new Fields(entry);
  return {
    name: fields.text('symbol'),
    base: fields.text('base'),
    quote: fields.text('quote'),
    status: fields.text('status'),
    priceDecimals: fields.number('price_precision'),
    quantityDecimals: fields.number('qty_precision'),
    costDecimals: fields.number('cost_precision'),
    // Its older name is `tick_size`.
    tickSize: fields.optionalDecimal('price_increment') ?? fields.decimal('tick_size'),
    minQuantity: fields.decimal('qty_min'),
    minCost: fields.decimal('cost_min'),
  };
}
