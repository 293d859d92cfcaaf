import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Gap, readSegment } from '@fathom/recordings';
import { contentOfLevels } from './frame-content.js';

/** What is on disk in a folder of segments, read by the recording's own reader. @throws when one of them is not whole. */
export function storedRecords(folder: string) {
  const books: { pair: string; at: number; content: string; state: string }[] = [];
  const trades: { pair: string; id: number }[] = [];
  const gaps: (Gap & { pair: string })[] = [];
  const frames: string[] = [];
  for (const name of readdirSync(folder).toSorted()) {
    if (!name.endsWith('.segment')) continue;
    const { damage } = readSegment(join(folder, name), {
      pair: () => {},
      book: (record) => {
        if (record.kind === 'checkpoint') return;
        const { pair, type, bids, asks, receivedAt } = record.toEvent();
        const content = contentOfLevels(type.replace('book-', ''), bids, asks);
        books.push({ pair, at: receivedAt, content, state: record.state });
      },
      trades: (record) => {
        for (const { id = 0 } of record.trades) trades.push({ pair: record.pair.name, id });
      },
      gap: (pair, gap) => gaps.push({ ...gap, pair: pair.name }),
      frame: ({ text }) => frames.push(text),
      session: () => {},
    });
    if (damage !== undefined) throw new Error(`${name}: ${damage}`);
  }
  /** Whether a gap covers all or some of a time, milliseconds since 1970 UTC. */
  const covers = (channel: Gap['channel'], pair: string, from: number, to = from): boolean =>
    gaps.some(
      (gap) => gap.channel === channel && gap.pair === pair && gap.fromUs <= to * 1000 && from * 1000 <= gap.toUs,
    );
  return { books, trades, gaps, frames, covers };
}
