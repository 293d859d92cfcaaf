import { assetOf } from '../assets.js';
import type { PrivateCall } from './private-call.js';

/** Everything held, by Kraken's codes, with the assets' digits. */
export const balance: PrivateCall = (_args, { account }) =>
  Object.fromEntries(
    [...account.venue.balances()].map(([name, { total }]) => {
      const { code, decimals } = assetOf(name);
      return [code, total.toFixed(decimals, 'down')];
    }),
  );

/** The same with what open orders hold. */
export const balanceEx: PrivateCall = (_args, { account }) =>
  Object.fromEntries(
    [...account.venue.balances()].map(([name, { total, held }]) => {
      const { code, decimals } = assetOf(name);
      return [code, { balance: total.toFixed(decimals, 'down'), hold_trade: held.toFixed(decimals, 'up') }];
    }),
  );
