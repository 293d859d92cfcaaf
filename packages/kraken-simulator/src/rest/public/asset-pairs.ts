import type { Decimal } from '@fathom/contracts';
import { FEE_TABLE } from '../../account/fee-table.js';
import { venueInstrument } from '../../account/venue-instruments.js';
import type { Pair } from '../pairs.js';
import type { PublicCall } from './public-call.js';

/** Rules of pairs, all or a part of them (docs.kraken.com, "Get Tradable Asset Pairs"). */
export const assetPairs: PublicCall = (args, { pairs }) => {
  const wanted = args.list('pair')?.map((spelling) => pairs.find(spelling)) ?? pairs.all;
  const part = args.word('info', ['info', 'leverage', 'fees', 'margin']) ?? 'info';
  return Object.fromEntries(wanted.map((pair) => [pair.id, PARTS[part](pair)]));
};

const leverage = ({ instrument }: Pair) => {
  const { leverageBuy, leverageSell } = venueInstrument(instrument);
  return { leverage_buy: leverageBuy, leverage_sell: leverageSell };
};
const fees = () => ({
  fees: FEE_TABLE.map(([volume, taker]) => [volume, Number(taker)]),
  fees_maker: FEE_TABLE.map(([volume, , maker]) => [volume, Number(maker)]),
  fee_volume_currency: 'ZUSD',
});
const margin = ({ instrument }: Pair) => {
  const { marginCallPercent, marginStopPercent } = venueInstrument(instrument);
  return { margin_call: marginCallPercent, margin_stop: marginStopPercent };
};
const info = (pair: Pair) => {
  const { instrument, base, quote } = pair;
  return {
    altname: pair.altname,
    wsname: pair.wsname,
    aclass_base: 'currency',
    base: base.code,
    aclass_quote: 'currency',
    quote: quote.code,
    lot: 'unit',
    cost_decimals: instrument.costDecimals,
    pair_decimals: instrument.priceDecimals,
    lot_decimals: instrument.quantityDecimals,
    lot_multiplier: 1,
    ...leverage(pair),
    ...fees(),
    ...margin(pair),
    ordermin: text(instrument.minQuantity),
    costmin: text(instrument.minCost),
    tick_size: text(instrument.tickSize),
    status: 'online',
  };
};

const PARTS = { info, leverage, fees, margin };

/** Without trailing zeros: `0.00005`. */
function text(value: Decimal): string {
  return value.toString();
}
