import { basename } from 'node:path';
import { INTERVALS, type Interval } from '@fathom/contracts';

/** What Kraken's file names say: `XBTUSD_60.csv` holds pair XBTUSD (its altname), candles of 60 minutes. */
export interface CandleFileName {
  readonly altname: string;
  readonly interval: Interval;
}

/**
 * Reads `<ALTNAME>_<minutes>.csv`, also with `.gz` or `.zip` behind it; folders before the name do not matter.
 * Undefined for any other name, and for lengths that are none of `INTERVALS`.
 */
export function parseCandleFileName(path: string): CandleFileName | undefined {
  const match = /^([A-Za-z0-9.]+)_(\d+)\.csv(?:\.gz|\.zip)?$/i.exec(basename(path));
  const interval = INTERVALS.find((known) => String(known) === match?.[2]);
  return match?.[1] === undefined || interval === undefined ? undefined : { altname: match[1], interval };
}

/** `XBTUSD_60.csv` */
export function candleFileName({ altname, interval }: CandleFileName): string {
  return `${altname}_${interval}.csv`;
}
