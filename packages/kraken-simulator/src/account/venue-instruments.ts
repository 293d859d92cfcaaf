import type { Instrument } from '@fathom/contracts';
import type { VenueInstrument } from '@fathom/simulator';

/** Multiples by base currency, both sides, as AssetPairs had them in 2025; others are not lent. */
const LEVERAGE: Readonly<Record<string, readonly number[]>> = {
  BTC: [2, 3, 4, 5, 6, 7, 8, 9, 10],
  ETH: [2, 3, 4, 5, 6, 7, 8, 9, 10],
  SOL: [2, 3, 4, 5, 6, 7, 8, 9, 10],
  XRP: [2, 3, 4, 5, 6, 7, 8, 9, 10],
  DOGE: [2, 3, 4, 5, 6, 7, 8, 9, 10],
  ADA: [2, 3, 4, 5],
  LTC: [2, 3, 4, 5],
  LINK: [2, 3, 4, 5],
  DOT: [2, 3, 4, 5],
  AVAX: [2, 3, 4, 5],
  USDC: [2, 3],
  USDT: [2, 3],
};

/** An instrument with Kraken's margin rules: called at 80 %, closed at 40 %. */
export function venueInstrument(instrument: Instrument): VenueInstrument {
  const leverage = LEVERAGE[instrument.base] ?? [];
  return {
    ...instrument,
    leverageBuy: leverage,
    leverageSell: leverage,
    marginCallPercent: 80,
    marginStopPercent: 40,
  };
}
