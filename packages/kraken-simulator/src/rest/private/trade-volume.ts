import { Decimal } from '@fathom/contracts';
import { FEE_TABLE } from '../../account/fee-table.js';
import type { PrivateCall } from './private-call.js';

const DIGITS = 4;

/** The volume of 30 days and the fees it brings, for `pair` where it is given (docs.kraken.com, "Get Trade Volume"). */
export const tradeVolume: PrivateCall = (args, { account, pairs }) => {
  const volume = account.venue.volume();
  const asked = args.list('pair')?.map((spelling) => pairs.find(spelling));
  const table = (column: 1 | 2) =>
    asked === undefined ? null : Object.fromEntries(asked.map(({ id }) => [id, schedule(volume, column)]));
  return { currency: 'ZUSD', volume: volume.toFixed(DIGITS, 'down'), fees: table(1), fees_maker: table(2) };
};

function schedule(volume: Decimal, column: 1 | 2) {
  const at = FEE_TABLE.findLastIndex(([from]) => !volume.isLessThan(Decimal.parse(String(from))));
  const percent = (index: number) => Decimal.parse(FEE_TABLE[index]?.[column] ?? '0').toFixed(DIGITS);
  const next = FEE_TABLE[at + 1];
  return {
    fee: percent(at),
    minfee: percent(FEE_TABLE.length - 1),
    maxfee: percent(0),
    nextfee: next === undefined ? null : percent(at + 1),
    tiervolume: (FEE_TABLE[at]?.[0] ?? 0).toFixed(DIGITS),
    nextvolume: next === undefined ? null : next[0].toFixed(DIGITS),
  };
}
