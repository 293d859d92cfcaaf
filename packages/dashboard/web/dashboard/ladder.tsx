import type { BookView, LevelText } from '../../src/live/capture.js';
import { Table } from './table.tsx';

const LEVELS = 15;

/** Best prices on top, what rests there, and how much up to there. */
export function Ladder({ book: { bids, asks } }: { readonly book: BookView }) {
  const [bidSums, askSums] = [sums(bids), sums(asks)];
  const rows = Array.from({ length: Math.min(LEVELS, Math.max(bids.length, asks.length)) }, (_, row) => ({
    key: row,
    cells: [
      bidSums[row]?.toFixed(4) ?? '',
      bids[row]?.[1] ?? '',
      <span key="bid" class="up">
        {bids[row]?.[0] ?? ''}
      </span>,
      <span key="ask" class="down">
        {asks[row]?.[0] ?? ''}
      </span>,
      asks[row]?.[1] ?? '',
      askSums[row]?.toFixed(4) ?? '',
    ],
  }));
  return <Table name="Ladder" head={['#Sum', '#Quantity', '#Bid', '#Ask', '# Quantity', '# Sum']} rows={rows} />;
}

/** What rests up to each level. */
function sums(levels: readonly LevelText[]): number[] {
  let sum = 0;
  return levels.map(([, quantity]) => (sum += Number(quantity)));
}
