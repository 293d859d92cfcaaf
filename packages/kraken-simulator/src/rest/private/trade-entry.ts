import type { VenueFill } from '@fathom/simulator';
import type { Decimal } from '@fathom/contracts';
import { longDigits, quantityText } from '../digits.js';
import { unixSeconds } from '../timestamp.js';
import type { PrivateContext } from './private-call.js';

/** What `postxid` says of a trade without leverage: the same for all of them in every recording. */
const NO_POSITION = 'TKH2SE-M7IF5-CFI7LT';

/** A fill as TradesHistory and QueryTrades list it. */
export function tradeEntry(fill: VenueFill, { account, pairs }: PrivateContext, withLedgers = false) {
  const pair = pairs.named(fill.pair);
  const amount = (value: Decimal) => value.toFixed(longDigits(pair));
  const ledger = () => account.venue.ledger().filter((entry) => entry.reference === fill.id);
  return {
    ordertxid: fill.orderId,
    postxid: fill.positionId ?? NO_POSITION,
    pair: pair.id,
    aclass: 'forex',
    time: unixSeconds(fill.time),
    type: fill.side,
    ordertype: fill.orderType,
    price: amount(fill.price),
    cost: amount(fill.cost),
    fee: amount(fill.fee),
    vol: quantityText(fill.quantity, pair),
    margin: amount(fill.margin),
    leverage: String(fill.leverage ?? 0),
    misc: fill.closedQuantity.isPositive() ? 'closing' : '',
    trade_id: account.tradeNumber(fill),
    maker: fill.liquidity === 'maker',
    ...(fill.positionId === undefined ? {} : { posstatus: isOpen(fill.positionId) ? 'open' : 'closed' }),
    ...(withLedgers ? { ledgers: ledger().map(({ id }) => id) } : {}),
  };

  function isOpen(position: string): boolean {
    return account.venue.positions().some(({ id }) => id === position);
  }
}
