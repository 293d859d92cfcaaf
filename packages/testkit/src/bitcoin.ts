import { Decimal, type Instrument } from '@fathom/contracts';

/** BTC/USD as Kraken's AssetPairs describes it. */
export const bitcoin: Instrument = {
  name: 'BTC/USD',
  id: 'XXBTZUSD',
  base: 'BTC',
  quote: 'USD',
  priceDecimals: 1,
  quantityDecimals: 8,
  costDecimals: 5,
  tickSize: Decimal.parse('0.1'),
  minQuantity: Decimal.parse('0.0001'),
  minCost: Decimal.parse('0.5'),
};
