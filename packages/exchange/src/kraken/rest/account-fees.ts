import type { Decimal } from '@fathom/contracts';
import { feeTier } from '../fee-schedule.js';
import type { KrakenPair } from './wire/pair.js';
import type { TradeVolume } from './wire/account-data.js';

/** What is paid in a pair, percent of the cost, and who said so. */
export interface AccountFees {
  readonly takerPercent: Decimal;
  readonly makerPercent: Decimal;
  readonly from: 'account' | 'pair' | 'schedule';
}

/**
 * The fees of an account in a pair: what Kraken says of this account, else the pair's tiers at its volume, else the
 * recorded schedule.
 * @param volume TradeVolume's answer, where there is one.
 */
export function accountFees(pair: KrakenPair, volume?: TradeVolume): AccountFees {
  const own = volume?.fees.get(pair.id) ?? volume?.fees.get(pair.altname);
  if (own !== undefined) return { ...own, from: 'account' };
  const traded = volume?.volume.toNumber() ?? 0;
  const tier = pair.feeTiers.findLast((each) => each.volume <= traded);
  if (tier !== undefined) return { takerPercent: tier.takerPercent, makerPercent: tier.makerPercent, from: 'pair' };
  const { takerPercent, makerPercent } = feeTier(traded, pair);
  return { takerPercent, makerPercent, from: 'schedule' };
}
