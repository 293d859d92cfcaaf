import type { VenueOrder } from '@fathom/simulator';
import { entries, matching } from './open-orders.js';
import { cut, isWithin, type PageAsked, readPage } from './page.js';
import type { PrivateCall } from './private-call.js';

type Time = 'open' | 'close' | 'both';

/** Final ones, the last closed first, 50 at a time (docs.kraken.com, "Get Closed Orders"). */
export const closedOrders: PrivateCall = (args, context) => {
  const { venue } = context.account;
  const page = readPage(args, (id) => venue.order({ id })?.acceptedAt);
  const time: Time = args.word('closetime', ['open', 'close', 'both']) ?? 'both';
  const found = venue
    .closedOrders()
    .toReversed()
    .filter(matching(args))
    .filter((order) => isAsked(order, page, time));
  const closed = entries(cut(found, page), args, context);
  return args.flag('without_count') ? { closed } : { closed, count: found.length };
};

/** `both` asks for orders with either time in the range. */
function isAsked({ acceptedAt, closedAt = acceptedAt }: VenueOrder, page: PageAsked, time: Time): boolean {
  return (time !== 'close' && isWithin(acceptedAt, page)) || (time !== 'open' && isWithin(closedAt, page));
}
