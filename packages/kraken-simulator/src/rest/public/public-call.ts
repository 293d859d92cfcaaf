import type { Market } from '../../market/market.js';
import type { Arguments } from '../arguments.js';
import type { Pairs } from '../pairs.js';

/** What public calls read. */
interface PublicContext {
  readonly market: Market;
  readonly pairs: Pairs;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** Gives the `result`; refusals are thrown. */
export type PublicCall = (args: Arguments, context: PublicContext) => unknown;
