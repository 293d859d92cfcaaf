import type { Account } from '../../account/account.js';
import type { Tokens } from '../../account/tokens.js';
import type { Market } from '../../market/market.js';
import type { Arguments } from '../arguments.js';
import type { Pairs } from '../pairs.js';

/** What private calls work on. */
export interface PrivateContext {
  readonly account: Account;
  readonly market: Market;
  readonly pairs: Pairs;
  readonly tokens: Tokens;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** How far the clock that customers see is ahead of that. */
  readonly skewMs: number;
}

/** Gives the `result`; refusals are thrown. */
export type PrivateCall = (args: Arguments, context: PrivateContext) => unknown;
