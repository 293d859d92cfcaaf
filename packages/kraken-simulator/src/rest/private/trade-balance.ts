import { Decimal } from '@fathom/contracts';
import { Refusal } from '../refusal.js';
import type { PrivateCall, PrivateContext } from './private-call.js';

const DIGITS = 4;

/** The account as backing for margin, in `asset`, the valuation asset unless said (docs.kraken.com, "Get Trade Balance"). */
export const tradeBalance: PrivateCall = (args, context) => {
  const summary = context.account.venue.marginSummary();
  const wanted = args.text('asset');
  const rate = wanted === undefined ? Decimal.ONE : rateTo(wanted, summary.asset, context);
  const amount = (value: Decimal) => value.dividedBy(rate, DIGITS, 'down').toFixed(DIGITS);
  return {
    eb: amount(summary.balance),
    tb: amount(summary.balance),
    m: amount(summary.used),
    uv: amount(Decimal.ZERO),
    n: amount(summary.unrealized),
    c: amount(summary.cost),
    v: amount(summary.value),
    e: amount(summary.equity),
    mf: amount(summary.free),
    ...(summary.level === undefined ? {} : { ml: summary.level.toFixed(2) }),
  };
};

/** Units of the valuation asset for one of `wanted`. */
function rateTo(wanted: string, valuation: string, { pairs, account }: PrivateContext): Decimal {
  const asset = pairs.asset(wanted);
  if (asset.name === valuation) return Decimal.ONE;
  const pair = pairs.all.find(({ instrument }) => instrument.base === asset.name && instrument.quote === valuation);
  const rate = pair === undefined ? undefined : account.venue.lastPrice(pair.instrument.name);
  if (rate === undefined) throw new Refusal('EQuery:Unknown asset');
  return rate;
}
