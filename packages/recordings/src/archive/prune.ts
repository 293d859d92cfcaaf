import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import type { Clock } from '@fathom/contracts';
import type { Part } from '../catalogue/part.js';
import { FolderLayout } from '../folder-layout.js';
import { lockFile } from '../folder-lock.js';
import { attempt } from '@fathom/files';
import { microseconds } from '../microseconds.js';
import { openStore } from '../open-store.js';
import { isUnfinished } from './parquet-shelf.js';

const DUCK_MB = 64;

export interface PruneOptions {
  readonly folder: string;
  /** `postgres://…` for an archive in a database; default the folder. */
  readonly store?: string;
  readonly clock: Clock;
  /** Parts whose last record is older go. */
  readonly maxAgeMs?: number;
  /** The oldest parts go until parts and segments together have no more. Segments never go. */
  readonly maxBytes?: number;
}

export interface Pruned {
  readonly parts: readonly Part[];
  readonly bytes: number;
}

/**
 * Removes what is too old or too much, the oldest first, and what interrupted work has left behind.
 * @throws {UsageError} while something is sealed or compacted. @throws {DataError} when it cannot be removed.
 */
export async function prune({ folder, store: address, clock, maxAgeMs, maxBytes }: PruneOptions): Promise<Pruned> {
  const layout = new FolderLayout(folder);
  const unlock = await lockFile(layout.maintenanceLock, 'a seal or compaction');
  const store = await openStore(layout, address, { megabytes: DUCK_MB });
  const { catalogue, shelf } = store;
  try {
    const parts = (await catalogue.parts()).toSorted((a, b) => a.lastUs - b.lastUs);
    const oldestUs = maxAgeMs === undefined ? 0 : microseconds(clock.now() - maxAgeMs);
    const segments = layout.segmentPaths().map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    let bytes = [...segments, ...parts.map((part) => part.bytes)].reduce((sum, size) => sum + size, 0);
    const goes: Part[] = [];
    for (const part of parts) {
      if (part.lastUs >= oldestUs && bytes <= (maxBytes ?? Number.POSITIVE_INFINITY)) break;
      goes.push(part);
      bytes -= part.bytes;
    }
    await catalogue.removeParts(goes);
    await shelf.remove(goes);
    const kept = new Set(parts.slice(goes.length).map(({ path }) => path));
    if (address === undefined) {
      for (const kind of ['book', 'trades', 'frames']) sweep(layout.folder, join(layout.folder, kind), kept);
    }
    return { parts: goes, bytes: goes.reduce((sum, part) => sum + part.bytes, 0) };
  } finally {
    await store.close();
    unlock();
  }
}

/** Removes every part that the catalogue does not know, those that were being written, and folders without anything. */
function sweep(root: string, folder: string, kept: ReadonlySet<string>): void {
  if (!existsSync(folder)) return;
  attempt(`clearing ${folder}`, () => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) sweep(root, path, kept);
      else if (isUnfinished(entry.name) || (isPart(path) && !kept.has(relative(root, path).split(sep).join('/'))))
        rmSync(path);
    }
    if (folder !== root && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
  });
}

function isPart(path: string): boolean {
  return /^part-.*\.parquet$/.test(basename(path));
}
