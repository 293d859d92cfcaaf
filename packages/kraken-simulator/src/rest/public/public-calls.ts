import { assets } from './assets.js';
import { assetPairs } from './asset-pairs.js';
import { depth } from './depth.js';
import { ohlc } from './ohlc.js';
import type { PublicCall } from './public-call.js';
import { spread } from './spread.js';
import { systemStatus } from './system-status.js';
import { ticker } from './ticker.js';
import { time } from './time.js';
import { trades } from './trades.js';

/** Every call below `/0/public/`. */
export const PUBLIC_CALLS: ReadonlyMap<string, PublicCall> = new Map([
  ['Time', time],
  ['SystemStatus', systemStatus],
  ['Assets', assets],
  ['AssetPairs', assetPairs],
  ['Ticker', ticker],
  ['OHLC', ohlc],
  ['Depth', depth],
  ['Trades', trades],
  ['Spread', spread],
]);
