import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { attempt } from '@fathom/files';
import { Breath } from '../breath.js';
import type { PartKind } from '../catalogue/part.js';

const DAY_US = 86_400_000_000;

/** The UTC day of an instant: `2026-11-29`. */
export function dayOf(us: number): string {
  return new Date(Math.floor(us / DAY_US) * (DAY_US / 1000)).toISOString().slice(0, 10);
}

/** An instant for people, UTC: `2026-11-29 14:03:07`. */
export function utcOf(us: number): string {
  return new Date(us / 1000).toISOString().slice(0, 19).replace('T', ' ');
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

/**
 * When the segment began that a part was made of, microseconds since 1970 UTC; undefined for one that was made of parts.
 * @param path in a folder or a database.
 */
export function segmentOf(path: string): number | undefined {
  const start = /-(\d{16})(?:\.parquet)?$/.exec(path)?.[1];
  return start === undefined ? undefined : Number(start);
}

/** Whether a file can be a part. */
export function isPartName(name: string): boolean {
  return /^part-.*\.parquet$/.test(name);
}

/** As much of a file as is held at once. */
const PIECE = 2 ** 20;

/** A file's SHA-256, hexadecimal. @throws {DataError} when it cannot be read. */
export async function sha256Of(path: string): Promise<string> {
  const doing = `reading ${path}`;
  const descriptor = attempt(doing, () => openSync(path, 'r'));
  try {
    const hash = createHash('sha256');
    // Read at once, not as a stream, which costs small parts more than their sum does.
    const piece = Buffer.allocUnsafe(Math.min(PIECE, fstatSync(descriptor).size + 1));
    const breath = new Breath();
    for (;;) {
      const length = attempt(doing, () => readSync(descriptor, piece));
      if (length === 0) return hash.digest('hex');
      hash.update(piece.subarray(0, length));
      await breath.take();
    }
  } finally {
    closeSync(descriptor);
  }
}
