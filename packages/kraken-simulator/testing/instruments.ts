import { Decimal, type Instrument } from '@fathom/contracts';

/** BTC/USD by Kraken's rules of 2026. */
export const BTC_USD: Instrument = {
  name: 'BTC/USD',
  id: 'XXBTZUSD',
  base: 'BTC',
  quote: 'USD',
  priceDecimals: 1,
  quantityDecimals: 8,
  costDecimals: 5,
  tickSize: Decimal.parse('0.1'),
  minQuantity: Decimal.parse('0.00005'),
  minCost: Decimal.parse('0.5'),
};

export const ETH_USD: Instrument = {
  ...BTC_USD,
  name: 'ETH/USD',
  id: 'XETHZUSD',
  base: 'ETH',
  priceDecimals: 2,
  tickSize: Decimal.parse('0.01'),
  minQuantity: Decimal.parse('0.001'),
};
