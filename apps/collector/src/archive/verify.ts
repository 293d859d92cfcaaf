import { DataError } from '@fathom/contracts';
import { type MissingRecords, type VerifiedDay, verify } from '@fathom/recordings';
import { type FittedColumn, fittedTable, Progress } from '@fathom/terminal';
import { tableWidth } from './table-width.js';
import type { Io } from '../io.js';
import { bytes, count, many, share, utc } from '../text/amounts.js';
import { shortDuration } from '../text/duration.js';
import { withArchive } from './open-archive.js';
import { type RangeFlags, rangeOf, whereOf } from './range.js';
import { setAsideNote } from './set-aside-note.js';

const COLUMNS: readonly FittedColumn[] = [
  { title: 'Pair', isText: true },
  { title: 'Day', isText: true },
  { title: 'Messages' },
  { title: 'Verified' },
  { title: 'Suspect' },
  { title: 'Unchecked', canGo: 1 },
  { title: 'Not verified', canGo: 2 },
  { title: 'Trades', canGo: 3 },
  { title: 'Gaps', isText: true, canBreak: true },
];

/**
 * Proves a recording anew, every file and every checksum, and says what is known of each pair's day.
 * @throws {DataError} when something is damaged or missing; the table is printed all the same.
 */
export function verifyBooks(flags: RangeFlags, io: Io): Promise<void> {
  return withArchive(flags, io, async (archive) => {
    const progress = new Progress(io, 'proving');
    const {
      days,
      damaged,
      missing,
      setAside,
      bytes: read,
    } = await verify(archive, {
      range: await rangeOf(flags, archive),
      onProgress: (done, total) => progress.update(done, total),
    }).finally(() => progress.end());
    io.out.write(
      days.length === 0
        ? `nothing is recorded ${whereOf(flags)}\n`
        : fittedTable(COLUMNS, days.map(rowOf), tableWidth(io.out)),
    );
    const messages = days.reduce((sum, day) => sum + day.messages, 0);
    const verified = days.reduce((sum, day) => sum + day.verified, 0);
    io.out.write(`${count(messages)} messages proved, ${share(verified, messages)} verified, ${bytes(read)} read\n`);
    io.out.write(setAsideNote(setAside));
    for (const { path, problem } of damaged) io.err.write(`damaged: ${path}: ${problem}\n`);
    for (const one of missing) io.err.write(`missing: ${missingText(one)}\n`);
    const wrong = [
      ...(damaged.length > 0
        ? [`${many(damaged.length, 'file')} damaged or gone, what stood there is not counted`]
        : []),
      ...(missing.length > 0 ? [`records are missing in ${many(missing.length, 'place')}: files were removed`] : []),
    ];
    if (wrong.length > 0) throw new DataError(wrong.join('; '));
  });
}

/** `BTC/USD, book and market trades: records 12 to 40, received between … and …`. */
function missingText({ name, channels, first, last, fromUs, toUs }: MissingRecords): string {
  const what = channels.map((channel) => (channel === 'book' ? 'book' : 'market trades')).join(' and ');
  const until = `${utc(toUs / 1000)} UTC`;
  const when = fromUs === undefined ? `before ${until}` : `between ${utc(fromUs / 1000)} and ${until}`;
  return `${name}${what === '' ? '' : `, ${what}`}: ${span(first, last)}, received ${when}`;
}

function span(first: number, last: number): string {
  return first === last ? `record ${count(first)}` : `records ${count(first)} to ${count(last)}`;
}

function rowOf(day: VerifiedDay): string[] {
  return [
    day.pair,
    day.day,
    count(day.messages),
    share(day.verified, day.messages),
    count(day.suspect),
    count(day.unverifiable),
    shortDuration(day.suspectUs / 1000),
    count(day.trades),
    [...day.gaps].map(([cause, { count: times, us }]) => `${times} ${cause} ${shortDuration(us / 1000)}`).join(', ') ||
      '-',
  ];
}
