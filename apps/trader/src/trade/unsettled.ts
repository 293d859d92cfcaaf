import type { Ledger } from '@fathom/ledger';

/**
 * What of a ledger is not known, or half done, in words; empty when there is nothing.
 * @param isClosing all that is open is to be closed
 */
export function unsettled(ledger: Ledger, isClosing: boolean): string {
  const { open } = ledger;
  const active = ledger.activeOrders();
  const counts: readonly (readonly [number, string])[] = [
    [isClosing ? open.length : 0, 'trade(s) still open'],
    // What rested for it is coming off the exchange, or has.
    [isClosing ? 0 : open.filter((trade) => trade.isClosing).length, 'trade(s) being closed'],
    [active.filter(({ status }) => status === 'submitted').length, 'order(s) without an answer'],
    [active.filter(({ status }) => status === 'unknown').length, 'order(s) in doubt'],
  ];
  return counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])).join(', ');
}
