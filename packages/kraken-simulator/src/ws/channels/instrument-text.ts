import { Decimal, type Instrument } from '@fathom/contracts';
import type { MarketStatus } from '../../market/market.js';
import { digits } from '../digits.js';
import { type JsonObject, writeJson } from '../json.js';

/** Digits after the point Kraken keeps and shows of an asset where they are not 10 and 5 (AssetPairs and Assets as recorded). */
const FIAT = new Set(['USD', 'EUR', 'GBP', 'CAD', 'CHF', 'AUD', 'JPY']);

/** An `instrument` frame: reference data of all assets and pairs. */
export function instrumentText(
  type: 'snapshot' | 'update',
  instruments: readonly Instrument[],
  status: MarketStatus,
): string {
  const names = new Set(instruments.flatMap(({ base, quote }) => [base, quote]));
  return writeJson({
    channel: 'instrument',
    type,
    data: { assets: [...names].map(asset), pairs: instruments.map((instrument) => pair(instrument, status)) },
  });
}

function asset(id: string): JsonObject {
  const isFiat = FIAT.has(id);
  return {
    id,
    status: 'enabled',
    precision: isFiat ? 4 : 10,
    precision_display: isFiat ? 2 : 5,
    borrowable: true,
    collateral_value: digits(Decimal.ONE, 2),
    margin_rate: digits(Decimal.of(20n, 3), 6),
  };
}

function pair(instrument: Instrument, status: MarketStatus): JsonObject {
  const { priceDecimals, quantityDecimals, tickSize } = instrument;
  return {
    symbol: instrument.name,
    base: instrument.base,
    quote: instrument.quote,
    status,
    qty_precision: quantityDecimals,
    qty_increment: digits(Decimal.of(1n, quantityDecimals), quantityDecimals),
    price_precision: priceDecimals,
    cost_precision: instrument.costDecimals,
    marginable: false,
    has_index: true,
    cost_min: digits(instrument.minCost, Math.max(2, instrument.minCost.scale)),
    tick_size: digits(tickSize, priceDecimals),
    price_increment: digits(tickSize, priceDecimals),
    qty_min: digits(instrument.minQuantity, quantityDecimals),
  };
}
