import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Part } from '../catalogue/part.js';
import { attempt } from '../io-error.js';
import type { RecordedPair } from '../recorded-pair.js';
import type { BookPartWriter } from './book-part-writer.js';
import { type Duck, duckAttempt } from './duck.js';
import { FramePartWriter } from './frame-part.js';
import { sha256Of } from './part-place.js';
import { proveBookPart } from './prove-part.js';
import { TradePartWriter } from './trade-part.js';

export type PartWriter = BookPartWriter | TradePartWriter | FramePartWriter;

/** What a part is, and where it goes: a path relative to `folder`. */
export type PartPlace = Pick<Part, 'kind' | 'day' | 'path'> & { readonly pair: RecordedPair };

/**
 * Writes a part, reads it back and proves it, and only then lets it appear under its name. Whatever goes wrong, nothing
 * appears and nothing else is left behind.
 * @throws {DataError} when it cannot be written, or is not what was to be written.
 */
export async function publishPart(duck: Duck, folder: string, place: PartPlace, writer: PartWriter): Promise<Part> {
  const { kind, pair, day, path } = place;
  const target = join(folder, path);
  const temporary = join(dirname(target), hiddenName(basename(target)));
  const doing = `writing ${target}`;
  attempt(doing, () => mkdirSync(dirname(target), { recursive: true }));
  try {
    await duckAttempt(doing, () => writer.write(temporary));
    attempt(doing, () => syncFile(temporary));
    const part = {
      path,
      kind,
      pair: pair.id,
      name: pair.name,
      day,
      depth: pair.depth,
      priceDecimals: pair.priceDecimals,
      quantityDecimals: pair.quantityDecimals,
      ...figures(writer),
      bytes: statSync(temporary).size,
      sha256: await sha256Of(temporary),
    };
    if (kind === 'book') await proveBookPart(duck, temporary, part);
    attempt(doing, () => renameSync(temporary, target));
    return part;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

const HIDDEN = /^\..*\.writing$/;

/** Hidden, so that nobody who reads all files of a folder takes it for a part. */
function hiddenName(name: string): string {
  return `.${name}.writing`;
}

/** Whether a file is a part that was being written. */
export function isUnfinished(name: string): boolean {
  return HIDDEN.test(name);
}

function figures(writer: PartWriter) {
  const { firstUs, lastUs, rows } = writer;
  if (writer instanceof FramePartWriter) {
    const none = { verified: 0, suspect: 0, unverifiable: 0, textRows: 0, digest: 0 };
    return { firstUs, lastUs, rows, firstSequence: 0, lastSequence: 0, messages: rows, ...none };
  }
  const { firstSequence, lastSequence, messages, textRows } = writer;
  const common = { firstUs, lastUs, rows, firstSequence, lastSequence, messages, textRows };
  if (writer instanceof TradePartWriter) return { ...common, verified: 0, suspect: 0, unverifiable: 0, digest: 0 };
  const { verified, suspect, unverifiable, digest } = writer;
  return { ...common, verified, suspect, unverifiable, digest: digest.value };
}

function syncFile(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
