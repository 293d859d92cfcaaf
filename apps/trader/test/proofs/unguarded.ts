import type { Ledger, TradeRecord } from '@fathom/ledger';
import type { OrderInfo } from '@fathom/exchange';

/**
 * Trades that nothing will close though something was to: whose exit was decided and did not come, or whose guard neither
 * rests on the exchange nor is held by the bot. What is held was never sent.
 */
export function unguarded({ open }: Pick<Ledger, 'open'>, resting: readonly OrderInfo[]) {
  return open.flatMap((trade) => {
    const why = fault(trade, resting);
    return why === undefined ? [] : [`${trade.id} ${why}`];
  });
}

function fault(trade: TradeRecord, resting: readonly OrderInfo[]): string | undefined {
  if (trade.isClosing) return 'is being closed for long';
  if (trade.exits > 0) return 'was to be closed';
  const had = trade.hadStop || trade.hadTarget || trade.hadTrailing;
  if (!had) return undefined;
  const ids = [trade.stop, trade.target, trade.trailing].flatMap((order) => order?.clientOrderId ?? []);
  const rests = resting.some(({ clientOrderId }) => clientOrderId !== undefined && ids.includes(clientOrderId));
  return rests ? undefined : 'had a guard, and nothing rests';
}
