import { contents } from '@fathom/recordings';
import { type FittedColumn, fittedTable } from '@fathom/terminal';
import { tableWidth } from './table-width.js';
import type { Io } from '../io.js';
import { setAsideNote } from './set-aside-note.js';
import { bytes, count, many, share, utc } from '../text/amounts.js';
import { withArchive } from './open-archive.js';
import { type RangeFlags, rangeOf, whereOf } from './range.js';

const COLUMNS: readonly FittedColumn[] = [
  { title: 'Pair', isText: true },
  { title: 'Depth', canGo: 3 },
  { title: 'Days', canGo: 4 },
  { title: 'Messages' },
  { title: 'Verified', canGo: 1 },
  { title: 'Trades', canGo: 2 },
  { title: 'Gaps' },
  { title: 'Size' },
  { title: 'From' },
  { title: 'To' },
];
const WIDE = 110;

/** Says what is in the archive, without proving it. */
export function listBooks(flags: RangeFlags, io: Io): Promise<void> {
  // There is room for the time of day beside all else, or there is not.
  const width = tableWidth(io.out);
  const timeLength = width < WIDE ? 10 : 16;
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
      utc(one.firstUs / 1000).slice(0, timeLength),
      utc(one.lastUs / 1000).slice(0, timeLength),
    ]);
    io.out.write(
      rows.length === 0 ? `nothing is sealed ${whereOf(flags, 'yet')}\n` : fittedTable(COLUMNS, rows, width),
    );
    if (segments.count > 0)
      io.out.write(`not sealed yet: ${many(segments.count, 'segment')}, ${bytes(segments.bytes)}\n`);
    io.out.write(setAsideNote(setAside));
  });
}
