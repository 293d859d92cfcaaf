import { basename } from 'node:path';
import { type Instrument, UsageError } from '@fathom/contracts';
import { altnameOf, findInstrument } from '@fathom/exchange';
import { parseCandleFileName } from '@fathom/storage';

/** The pair Kraken names a file of candles after: `XBTUSD_60.csv`. Undefined when the name is no pair's. */
export function pairOfCandles(path: string): Instrument | undefined {
  return known(parseCandleFileName(path)?.altname);
}

/** The pair Kraken names a trade dump after: `XBTUSD.csv`. Undefined when the name is no pair's. */
export function pairOfTrades(path: string): Instrument | undefined {
  return known(/^([A-Za-z0-9.]+)\.csv(?:\.gz|\.zip)?$/i.exec(basename(path))?.[1]);
}

/**
 * Nobody's data are to be taken for another pair's, at that one's tick and minimum: a file named after a pair is of that pair.
 * @param pairOf reads the name @throws {UsageError} when `instrument` is another.
 */
export function refuseOtherPair(path: string, instrument: Instrument, pairOf = pairOfCandles): void {
  const named = pairOf(path);
  if (named === undefined || named.name === instrument.name) return;
  throw new UsageError(
    `${basename(path)} is of ${named.name} by its name, not of ${instrument.name}: say -c ${altnameOf(named)}, or give the file another name`,
  );
}

function known(spelling: string | undefined): Instrument | undefined {
  if (spelling === undefined) return undefined;
  try {
    return findInstrument(spelling);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
