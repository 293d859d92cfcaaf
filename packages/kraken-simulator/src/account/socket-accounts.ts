import type { Answer } from '../rest/http.js';
import { assetOf } from '../rest/assets.js';
import type { CallParameters } from '../rest/call-parameters.js';
import type { Pairs } from '../rest/pairs.js';
import type { Accounts } from '../ws/ports.js';
import type { Account } from './account.js';
import type { KeyRing } from './key-ring.js';
import { fillView, orderView } from './order-view.js';
import { TIER_LIMITS } from './tier.js';
import type { Tokens } from './tokens.js';
import { venueInstrument } from './venue-instruments.js';

/** So many fills a new subscription is shown. */
const RECENT = 50;

export interface SocketAccountsOptions {
  readonly tokens: Tokens;
  readonly keys: KeyRing;
  readonly pairs: Pairs;
  readonly account: (name: string) => Account | undefined;
  readonly call: (account: Account, method: string, parameters: CallParameters, now: number) => Answer;
}

/** The accounts as the private socket knows them. */
export function socketAccounts({ tokens, keys, pairs, account: find, call }: SocketAccountsOptions): Accounts {
  const lentOf = (name: string) => {
    const pair = pairs.all.find(({ instrument }) => instrument.name === name);
    return pair === undefined ? undefined : venueInstrument(pair.instrument);
  };
  return {
    tokenOwner: (token, now) => tokens.owner(token, now),
    call(name, method, parameters, now) {
      const account = find(name);
      const isAllowed = account !== undefined && keys.mayCall(name, method);
      return isAllowed ? call(account, method, parameters, now) : { error: ['EGeneral:Permission denied'] };
    },
    mayQuery: (name) => keys.mayCall(name, 'QueryOrders'),
    openOrders: (name) => find(name)?.venue.openOrders().map(orderView) ?? [],
    recentFills(name) {
      const account = find(name);
      if (account === undefined) return [];
      return account.venue
        .fills()
        .slice(-RECENT)
        .toReversed()
        .flatMap((fill) => {
          const order = account.venue.order({ id: fill.orderId });
          return order === undefined ? [] : [{ order: orderView(order), fill: fillView(fill, account) }];
        });
    },
    balances(name) {
      const held = find(name)?.venue.balances() ?? new Map();
      return [...held].map(([asset, { total }]) => {
        const { name: shown, decimals } = assetOf(asset);
        return { asset: shown, balance: total, decimals };
      });
    },
    leverage: (pair, side) => (side === 'buy' ? lentOf(pair)?.leverageBuy : lentOf(pair)?.leverageSell)?.at(-1),
    maxRateCount(name) {
      const account = find(name);
      return account === undefined ? 0 : TIER_LIMITS[account.tier].trading.max;
    },
    rateCount: (name, pair, now) => find(name)?.rate(pair, now).value(now) ?? 0,
  };
}
