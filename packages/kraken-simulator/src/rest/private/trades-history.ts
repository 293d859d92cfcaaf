import type { VenueFill } from '@fathom/simulator';
import { cut, isWithin, readPage } from './page.js';
import type { PrivateCall, PrivateContext } from './private-call.js';
import { tradeEntry } from './trade-entry.js';

const KINDS = ['all', 'any position', 'closed position', 'closing position', 'no position'] as const;

/** Fills, newest first, 50 at a time (docs.kraken.com, "Get Trades History"). */
export const tradesHistory: PrivateCall = (args, context) => {
  const fills = context.account.venue.fills();
  const page = readPage(args, (id) => fills.find((fill) => fill.id === id)?.time);
  const kind = args.word('type', KINDS) ?? 'all';
  const found = fills.toReversed().filter((fill) => isWithin(fill.time, page) && isOfKind(fill, kind, context));
  const withLedgers = args.flag('ledgers');
  const trades = Object.fromEntries(cut(found, page).map((fill) => [fill.id, tradeEntry(fill, context, withLedgers)]));
  return args.flag('without_count') ? { trades } : { trades, count: found.length };
};

function isOfKind(fill: VenueFill, kind: (typeof KINDS)[number], { account }: PrivateContext): boolean {
  switch (kind) {
    case 'all':
      return true;
    case 'any position':
      return fill.leverage !== undefined;
    case 'no position':
      return fill.leverage === undefined;
    case 'closing position':
      return fill.closedQuantity.isPositive();
    case 'closed position':
      return fill.positionId !== undefined && !account.venue.positions().some(({ id }) => id === fill.positionId);
    default:
      return kind satisfies never;
  }
}
