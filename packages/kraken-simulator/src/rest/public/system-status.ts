import { wholeSeconds } from '../timestamp.js';
import type { PublicCall } from './public-call.js';

export const systemStatus: PublicCall = (_args, { market, now }) => ({
  status: market.status,
  timestamp: wholeSeconds(now),
});
