import { fileURLToPath } from 'node:url';

/** Hourly candles of BTC/USD that come with Fathom. The built program lies as deep as this file. */
export const SHIPPED_CANDLES = fileURLToPath(new URL('../../../data/kraken/XBTUSD_60.csv.gz', import.meta.url));
