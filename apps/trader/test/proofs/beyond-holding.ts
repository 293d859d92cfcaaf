import type { Decimal, LedgerEvent } from '@fathom/contracts';
import { Ledger, type OrderRecord } from '@fathom/ledger';

/** Exits that ordered more than what was held when they were decided, less what other exits might still give back. */
export function beyondHolding(store: readonly LedgerEvent[], startBalance: Decimal): string[] {
  const ledger = new Ledger({ startBalance, remembered: 1000 });
  return store.flatMap((event) => {
    ledger.apply(event);
    if (event.type !== 'order-intended' || event.purpose === 'entry') return [];
    const sent = ledger.order(event.order.clientOrderId);
    const most = freeFor(ledger, sent);
    return most.isLessThan(sent.quantity)
      ? [`${sent.clientOrderId} ${sent.quantity.toString()} of ${most.toString()}`]
      : [];
  });
}

function freeFor(ledger: Ledger, sent: OrderRecord): Decimal {
  const held = sent.isOnMargin ? ledger.position : ledger.holding;
  return ledger
    .activeOrders()
    .filter((one) => one !== sent && one.purpose !== 'entry' && one.side === sent.side)
    .filter((one) => one.isOnMargin === sent.isOnMargin)
    .reduce(
      (left, one) => left.minus(one.quantity.minus(one.filledQuantity)),
      sent.side === 'sell' ? held : held.negated(),
    );
}
