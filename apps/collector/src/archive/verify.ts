import { DataError } from '@fathom/contracts';
import { type VerifiedDay, verify } from '@fathom/recordings';
import { Progress, table } from '@fathom/terminal';
import type { Io } from '../io.js';
import { bytes, count, share } from '../text/amounts.js';
import { shortDuration } from '../text/duration.js';
import { TRADES_NOTE } from './list.js';
import { withArchive } from './open-archive.js';
import { type RangeFlags, rangeOf } from './range.js';
import { setAsideNote } from './set-aside-note.js';

const HEAD = ['Pair', 'Day', 'Messages', 'Verified', 'Suspect', 'Unchecked', 'Not verified', 'Trades', 'Gaps'];

/**
 * Proves a recording anew, every file and every checksum, and says what is known of each pair's day.
 * @throws {DataError} when something is damaged; the table is printed all the same.
 */
export function verifyBooks(flags: RangeFlags, io: Io): Promise<void> {
  return withArchive(flags, io, async (archive) => {
    const progress = new Progress(io, 'proving');
    const {
      days,
      damaged,
      setAside,
      bytes: read,
    } = await verify(archive, {
      range: await rangeOf(flags, archive),
      onProgress: (done, total) => progress.update(done, total),
    }).finally(() => progress.end());
    io.out.write(days.length === 0 ? 'nothing is recorded there\n' : table(HEAD, days.map(rowOf), ['Day', 'Gaps']));
    if (days.some(({ trades }) => trades > 0)) io.out.write(TRADES_NOTE);
    const messages = days.reduce((sum, day) => sum + day.messages, 0);
    const verified = days.reduce((sum, day) => sum + day.verified, 0);
    io.out.write(`${count(messages)} messages proved, ${share(verified, messages)} verified, ${bytes(read)} read\n`);
    io.out.write(setAsideNote(setAside));
    for (const { path, problem } of damaged) io.err.write(`damaged: ${path}: ${problem}\n`);
    if (damaged.length > 0)
      throw new DataError(`${damaged.length} of the files are damaged; what stands in them is not counted`);
  });
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
