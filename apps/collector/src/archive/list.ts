import { contents } from '@fathom/recordings';
import { table } from '@fathom/terminal';
import type { Io } from '../io.js';
import { bytes, count, many, share, utc } from '../text/amounts.js';
import { withArchive } from './open-archive.js';
import { type RangeFlags, rangeOf } from './range.js';
import { setAsideNote } from './set-aside-note.js';

const HEAD = ['Pair', 'Depth', 'Days', 'Messages', 'Verified', 'Trades', 'Gaps', 'Size', 'From', 'To'];

/** What the column of that name counts. */
export const TRADES_NOTE = 'Trades: by the message, which may hold several\n';

/** Says what is in the archive, without proving it. */
export function listBooks(flags: RangeFlags, io: Io): Promise<void> {
  return withArchive(flags, io, async (archive) => {
    const { pairs, segments, setAside } = await contents(archive, await rangeOf(flags, archive));
    const rows = pairs.map((one) => [
      one.pair,
      String(one.depth),
      String(one.days),
      count(one.messages),
      share(one.verified, one.messages),
      count(one.trades),
      count(one.gaps),
      bytes(one.bytes),
      utc(one.firstUs / 1000).slice(0, 16),
      utc(one.lastUs / 1000).slice(0, 16),
    ]);
    io.out.write(rows.length === 0 ? 'nothing is sealed yet\n' : table(HEAD, rows));
    if (pairs.some(({ trades }) => trades > 0)) io.out.write(TRADES_NOTE);
    if (segments.count > 0)
      io.out.write(`not sealed yet: ${many(segments.count, 'segment')}, ${bytes(segments.bytes)}\n`);
    io.out.write(setAsideNote(setAside));
  });
}
