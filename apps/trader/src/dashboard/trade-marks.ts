import type { OpenTrade } from '@fathom/contracts';
import type { ChartMark } from '@fathom/dashboard';
import type { Ledger } from '@fathom/ledger';

/** Trades whose entries and exits are marked. */
const MOST = 300;

/** Entries and exits of the newest closed trades and of those that are open, in order of time. */
export function closedMarks({ closed, open }: Ledger): ChartMark[] {
  const marks: ChartMark[] = [];
  for (let row = Math.max(0, closed.length - MOST); row < closed.length; row += 1) {
    const trade = closed.at(row);
    if (trade === undefined) continue;
    const isLong = trade.side === 'long';
    marks.push(
      {
        time: trade.openedAt,
        side: isLong ? 'buy' : 'sell',
        price: trade.entryPrice.toString(),
        reason: trade.entryReason,
      },
      {
        time: trade.closedAt,
        side: isLong ? 'sell' : 'buy',
        price: trade.exitPrice.toString(),
        reason: trade.exitReason,
        profit: trade.profit.toString(),
      },
    );
  }
  for (const { openedAt, side, entryPrice, entry } of open) {
    marks.push({
      time: openedAt,
      side: side === 'long' ? 'buy' : 'sell',
      price: String(entryPrice),
      reason: entry.reason,
    });
  }
  return marks.toSorted((a, b) => a.time - b.time);
}

export function openedMark({ id, side, openedAt, entryPrice }: OpenTrade, ledger: Ledger): ChartMark {
  const reason = ledger.trade(id)?.entry.reason ?? '';
  return { time: openedAt, side: side === 'long' ? 'buy' : 'sell', price: String(entryPrice), reason };
}
