import type { VenueEvent } from '@fathom/simulator';
import { assetOf } from '../rest/assets.js';
import type { AccountEvent, ExecutionEvent } from '../ws/ports.js';
import type { Account } from './account.js';
import { fillView, orderView } from './order-view.js';
import { REASONS } from './reasons.js';

/** What happened at an account's venue, as its owner's sockets are told; undefined when they are not. */
export function accountEvent(event: VenueEvent, account: Account): AccountEvent | undefined {
  const execution = (execType: ExecutionEvent['execType'], order: Parameters<typeof orderView>[0]) => ({
    kind: 'execution' as const,
    account: account.name,
    execType,
    time: event.time,
    order: orderView(order),
  });
  switch (event.type) {
    case 'accepted':
      return execution('pending_new', event.order);
    case 'opened':
      return execution('new', event.order);
    case 'triggered':
      return execution('status', event.order);
    case 'amended':
      return execution('amended', event.order);
    case 'filled':
      return { ...execution('trade', event.order), fill: fillView(event.fill, account) };
    case 'completed':
      return execution('filled', event.order);
    case 'canceled':
      return { ...execution('canceled', event.order), reason: REASONS[event.reason] };
    case 'expired':
      return execution('expired', event.order);
    case 'balance-changed': {
      const { id, reference, time, kind, asset, amount, fee, balance } = event.entry;
      return {
        kind: 'balance',
        account: account.name,
        ledgerId: id,
        referenceId: reference,
        time,
        type: kind,
        asset: assetOf(asset).name,
        decimals: assetOf(asset).decimals,
        amount,
        fee,
        balance,
      };
    }
    case 'close-refused':
    case 'margin-called':
      return undefined;
    default:
      return event satisfies never;
  }
}
