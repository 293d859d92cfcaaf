import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { PartKind } from '../catalogue/part.js';

const DAY_US = 86_400_000_000;

/** The UTC day of an instant: `2026-11-29`. */
export function dayOf(us: number): string {
  return new Date(Math.floor(us / DAY_US) * (DAY_US / 1000)).toISOString().slice(0, 10);
}

/** Which UTC day it is, counted from 1970: cheaper than its name. */
export function dayNumber(us: number): number {
  return Math.floor(us / DAY_US);
}

/**
 * A part's path, as Hive and everything that reads Parquet by folders expects it:
 * `book/exchange=kraken/pair=XXBTZUSD/date=2026-11-29/part-….parquet`.
 */
export function partPath(kind: PartKind, pair: string, day: string, firstSequence: number, segment: string): string {
  const folder = pair === '' ? `${kind}/exchange=kraken` : `${kind}/exchange=kraken/pair=${pair}`;
  return `${folder}/date=${day}/part-${String(firstSequence).padStart(12, '0')}-${segment}.parquet`;
}

/** A file's SHA-256, hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
