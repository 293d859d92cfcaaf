import { basename } from 'node:path';
import { type Instrument, UsageError } from '@fathom/contracts';
import { findInstrument } from '@fathom/exchange';
import { parseCandleFileName } from '@fathom/storage';

/**
 * Nobody's candles are to be taken for another pair's, at that one's tick and minimum: a file that is named after a pair, as
 * Kraken names them (`XBTUSD_60.csv`), is of that pair.
 * @throws {UsageError} when `instrument` is another.
 */
export function refuseOtherPair(path: string, instrument: Instrument): void {
  const altname = parseCandleFileName(path)?.altname;
  const named = altname === undefined ? undefined : known(altname);
  if (named === undefined || named.name === instrument.name) return;
  throw new UsageError(
    `${basename(path)} is of ${named.name} by its name, not of ${instrument.name}: say -c ${altname}, or give the file another name`,
  );
}

function known(spelling: string): Instrument | undefined {
  try {
    return findInstrument(spelling);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
