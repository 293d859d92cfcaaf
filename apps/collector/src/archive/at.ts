import { UsageError } from '@fathom/contracts';
import { table, timeOption } from '@fathom/terminal';
import type { StoreFlags } from '@fathom/recordings';
import type { Io } from '../io.js';
import { utc } from '../text/amounts.js';
import { withArchive } from './open-archive.js';
import { recordedPair } from './range.js';

export interface AtFlags extends StoreFlags {
  readonly books: string;
  readonly pair: string;
  readonly time: string;
  readonly levels: string;
  readonly json?: boolean;
}

/** Prints a pair's book as it was known at an instant. @throws {UsageError} when nothing was known then. */
export function showBookAt(flags: AtFlags, io: Io): Promise<void> {
  const us = timeOption('--time', flags.time) * 1000;
  if (!/^[1-9]\d{0,3}$/.test(flags.levels)) throw new UsageError(`--levels ${flags.levels} is not a number of levels`);
  const levels = Number(flags.levels);
  return withArchive(flags, io, async (archive) => {
    const id = await recordedPair(flags.pair, archive);
    const at = await archive.at(id, us);
    if (at === undefined) {
      const last = await archive.lastKnown(id, us);
      if (last === undefined) throw new UsageError(`no book of ${flags.pair} was known at ${flags.time}`);
      throw new UsageError(
        `nobody was recording at ${flags.time}: the book of ${flags.pair} was last known at ${utc(last.receivedUs / 1000)} UTC`,
      );
    }
    const { pair, book, state, sequence, receivedUs } = at;
    const [bids, asks] = [book.bids.levels(levels), book.asks.levels(levels)];
    if (flags.json === true) {
      io.out.write(`${JSON.stringify({ pair: pair.id, name: pair.name, state, sequence, receivedUs, bids, asks })}\n`);
      return;
    }
    io.out.write(`${pair.name}, ${state}, last message ${utc(receivedUs / 1000)} UTC (number ${sequence})\n`);
    const rows = Array.from({ length: Math.max(bids.length, asks.length) }, (_, index) => {
      const [bid, ask] = [bids[index], asks[index]];
      return [String(index + 1), bid?.quantity ?? '', bid?.price ?? '', ask?.price ?? '', ask?.quantity ?? ''];
    });
    io.out.write(table(['Level', 'Quantity', 'Bid', 'Ask', 'Quantity'], rows));
  });
}
