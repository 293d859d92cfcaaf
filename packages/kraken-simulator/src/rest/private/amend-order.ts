import type { Decimal } from '@fathom/contracts';
import type { AmendRequest, VenueOrder } from '@fathom/simulator';
import { readPrice, sharpIsAbove } from '../orders/price-form.js';
import { readDeadline } from '../orders/read-times.js';
import { refusalWords } from '../orders/refusal-words.js';
import type { Arguments } from '../arguments.js';
import { invalid, Refusal } from '../refusal.js';
import { openOne } from './named-orders.js';
import type { PrivateCall, PrivateContext } from './private-call.js';

/** Changes an open order in its place; its ids stay (docs.kraken.com, "Amend Order"). */
export const amendOrder: PrivateCall = (args, context) => {
  const { account, now, pairs } = context;
  const order = openOne(args, context);
  if (!account.countTransaction('amend', order, now)) throw new Refusal('EOrder:Rate limit exceeded');
  const result = account.venue.amend({ id: order.id }, readChange(args, order, context));
  if ('refused' in result) throw new Refusal(refusalWords(result.refused, pairs.named(order.pair)));
  return { amend_id: account.notes(order).amends.at(-1)?.id ?? order.id };
};

function readChange(args: Arguments, order: VenueOrder, context: PrivateContext): AmendRequest {
  const quantity = args.decimal('order_qty');
  const displayQuantity = args.decimal('display_qty');
  const limitPrice = changedPrice('limit_price', 'limit');
  const kind = order.order.type.startsWith('take-profit') ? 'take-profit' : 'stop-loss';
  const triggerPrice = changedPrice('trigger_price', kind);
  const deadline = readDeadline(args, context);
  if ([quantity, displayQuantity, limitPrice, triggerPrice].every((value) => value === undefined)) {
    throw invalid('order_qty');
  }
  return {
    ...(quantity === undefined ? {} : { quantity }),
    ...(displayQuantity === undefined ? {} : { displayQuantity }),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(triggerPrice === undefined ? {} : { triggerPrice }),
    ...(args.flag('post_only') ? { postOnly: true } : {}),
    ...(deadline === undefined ? {} : { deadline }),
  };

  function changedPrice(name: string, direction: 'limit' | 'stop-loss' | 'take-profit'): Decimal | undefined {
    const text = args.text(name);
    if (text === undefined) return undefined;
    return readPrice(name, text, {
      pair: context.pairs.named(order.pair),
      last: context.account.venue.lastPrice(order.pair),
      sharpIsAbove: sharpIsAbove(order.side, direction),
    });
  }
}
