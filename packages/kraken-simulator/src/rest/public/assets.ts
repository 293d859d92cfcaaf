import type { Asset } from '../assets.js';
import { Refusal } from '../refusal.js';
import type { PublicCall } from './public-call.js';

export const assets: PublicCall = (args, { pairs }) => {
  const kind = args.text('aclass') ?? 'currency';
  if (kind !== 'currency') throw new Refusal('EQuery:Unknown asset');
  const wanted = args.list('asset')?.map((spelling) => pairs.asset(spelling)) ?? pairs.assets;
  return Object.fromEntries(wanted.map((asset) => [asset.code, listing(asset)]));
};

function listing({ altname, code, decimals, displayDecimals }: Asset) {
  return {
    aclass: 'currency',
    altname,
    decimals,
    display_decimals: displayDecimals,
    // What counts fully as collateral in the recordings.
    ...(code === 'XXBT' || code.startsWith('Z') ? { collateral_value: 1 } : {}),
    status: 'enabled',
  };
}
