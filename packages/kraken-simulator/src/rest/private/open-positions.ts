import { Decimal } from '@fathom/contracts';
import type { VenuePosition } from '@fathom/simulator';
import { longDigits, quantityText } from '../digits.js';
import { unixSeconds } from '../timestamp.js';
import type { PrivateCall, PrivateContext } from './private-call.js';

/**
 * Open margin positions, with `docalcs` their worth and profit, with `consolidation=market` one row a pair
 * (docs.kraken.com, "Get Open Positions"; the consolidated form from ccxt's comments).
 */
export const openPositions: PrivateCall = (args, context) => {
  const ids = args.list('txid');
  const isCalculated = args.flag('docalcs');
  const positions = context.account.venue.positions().filter(({ id }) => ids === undefined || ids.includes(id));
  if (args.word('consolidation', ['market']) === undefined) {
    return Object.fromEntries(positions.map((position) => [position.id, entry(position, isCalculated, context)]));
  }
  const names = [...new Set(positions.map(({ pair }) => pair))];
  return names.map((name) =>
    consolidated(
      positions.filter(({ pair }) => pair === name),
      name,
      isCalculated,
      context,
    ),
  );
};

function entry(position: VenuePosition, isCalculated: boolean, { pairs }: PrivateContext) {
  const pair = pairs.named(position.pair);
  const digits = longDigits(pair);
  return {
    ordertxid: position.orderId,
    posstatus: 'open',
    pair: pair.id,
    time: unixSeconds(position.openedAt),
    type: position.side === 'long' ? 'buy' : 'sell',
    ordertype: position.orderType,
    cost: position.cost.toFixed(digits),
    fee: position.fee.toFixed(digits),
    vol: quantityText(position.quantity, pair),
    vol_closed: quantityText(position.closedQuantity, pair),
    margin: position.margin.toFixed(digits),
    ...(isCalculated ? calculated([position]) : {}),
    terms: `${position.rolloverPercent.toFixed(4)}% per 4 hours`,
    rollovertm: String(Math.floor(position.nextRolloverAt / 1000)),
    misc: '',
    oflags: '',
  };
}

function consolidated(
  positions: readonly VenuePosition[],
  name: string,
  isCalculated: boolean,
  { pairs }: PrivateContext,
) {
  const pair = pairs.named(name);
  const digits = longDigits(pair);
  const total = (figure: (position: VenuePosition) => Decimal) => sum(positions, figure);
  return {
    pair: pair.id,
    positions: String(positions.length),
    type: positions[0]?.side === 'short' ? 'sell' : 'buy',
    leverage: (positions[0]?.leverage ?? 0).toFixed(5),
    cost: total(({ cost }) => cost).toFixed(digits),
    fee: total(({ fee }) => fee).toFixed(digits),
    vol: quantityText(
      total(({ quantity }) => quantity),
      pair,
    ),
    vol_closed: quantityText(
      total(({ closedQuantity }) => closedQuantity),
      pair,
    ),
    margin: total(({ margin }) => margin).toFixed(digits),
    ...(isCalculated ? calculated(positions) : {}),
  };
}

function calculated(positions: readonly VenuePosition[]) {
  const net = sum(positions, ({ unrealized }) => unrealized);
  return {
    value: sum(positions, ({ value }) => value).toFixed(4),
    net: `${net.isNegative() ? '' : '+'}${net.toFixed(4)}`,
  };
}

function sum(positions: readonly VenuePosition[], figure: (position: VenuePosition) => Decimal): Decimal {
  return positions.reduce((total, position) => total.plus(figure(position)), Decimal.ZERO);
}
