import { Decimal } from '@fathom/contracts';
import type { Account } from '../../account/account.js';
import { type Asset, assetOf } from '../assets.js';

/** One entry of an account's ledger, deposits of the start included. */
export interface LedgerRow {
  readonly id: string;
  readonly reference: string;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly kind: 'deposit' | 'trade' | 'margin' | 'rollover';
  readonly asset: Asset;
  readonly amount: Decimal;
  readonly fee: Decimal;
  readonly balance: Decimal;
}

/** Newest first. */
export function ledgerRows(account: Account): LedgerRow[] {
  const deposits = account.deposits.map((deposit) => ({
    ...deposit,
    kind: 'deposit' as const,
    asset: assetOf(deposit.asset),
    fee: Decimal.ZERO,
    balance: deposit.amount,
  }));
  const entries = account.venue.ledger().map((entry) => ({ ...entry, asset: assetOf(entry.asset) }));
  return [...deposits, ...entries].toReversed();
}
