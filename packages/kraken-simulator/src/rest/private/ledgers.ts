import { Refusal, invalid } from '../refusal.js';
import { unixSeconds } from '../timestamp.js';
import { type LedgerRow, ledgerRows } from './ledger-entries.js';
import { cut, isWithin, readPage } from './page.js';
import type { PrivateCall } from './private-call.js';

const KINDS = [
  'all',
  'deposit',
  'withdrawal',
  'trade',
  'margin',
  'rollover',
  'credit',
  'transfer',
  'settled',
  'staking',
  'dividend',
  'sale',
  'conversion',
  'nft_rebate',
] as const;
const MOST = 20;

/** What moved the balances, newest first, 50 at a time (docs.kraken.com, "Get Ledgers Info"). */
export const ledgers: PrivateCall = (args, { account, pairs }) => {
  const rows = ledgerRows(account);
  const page = readPage(args, (id) => rows.find((row) => row.id === id)?.time);
  if ((args.text('aclass') ?? 'currency') !== 'currency') throw new Refusal('EQuery:Unknown asset');
  const words = args.list('asset') ?? ['all'];
  const assets = words.includes('all') ? undefined : words.map((word) => pairs.asset(word).code);
  const kind = args.word('type', KINDS) ?? 'all';
  const found = rows.filter(
    (row) =>
      isWithin(row.time, page) &&
      (assets === undefined || assets.includes(row.asset.code)) &&
      (kind === 'all' || row.kind === kind),
  );
  const ledger = Object.fromEntries(cut(found, page).map((row) => [row.id, entry(row)]));
  return args.flag('without_count') ? { ledger } : { ledger, count: found.length };
};

/** Up to 20 entries by `id`. */
export const queryLedgers: PrivateCall = (args, { account }) => {
  const ids = args.list('id');
  if (ids === undefined || ids.length > MOST) throw invalid('id');
  const found = ledgerRows(account).filter(({ id }) => ids.includes(id));
  return Object.fromEntries(found.map((row) => [row.id, entry(row)]));
};

function entry({ asset, amount, fee, balance, reference, time, kind }: LedgerRow) {
  return {
    aclass: 'currency',
    amount: amount.toFixed(asset.decimals),
    asset: asset.code,
    balance: balance.toFixed(asset.decimals, 'down'),
    fee: fee.toFixed(asset.decimals),
    refid: reference,
    time: unixSeconds(time),
    type: kind,
    subtype: '',
  };
}
