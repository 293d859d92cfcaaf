import { digits } from '../digits.js';
import type { JsonObject } from '../json.js';
import type { BalanceEvent, BalanceView } from '../ports.js';
import { timestamp } from '../timestamp.js';

/** One asset in a balances snapshot; everything is in the one spot wallet. */
export function balanceRow({ asset, balance, decimals }: BalanceView): JsonObject {
  const amount = digits(balance, decimals);
  const wallets = balance.isZero() ? [] : [{ type: 'spot', id: 'main', balance: amount }];
  return { asset, asset_class: 'currency', balance: amount, wallets };
}

/** One ledger entry in a balances update. */
export function ledgerRow(event: BalanceEvent): JsonObject {
  return {
    ledger_id: event.ledgerId,
    ref_id: event.referenceId,
    timestamp: timestamp(event.time),
    type: event.type,
    asset: event.asset,
    asset_class: 'currency',
    category: event.type,
    wallet_type: 'spot',
    wallet_id: 'main',
    amount: digits(event.amount, event.decimals),
    fee: digits(event.fee, event.decimals),
    balance: digits(event.balance, event.decimals),
  };
}
