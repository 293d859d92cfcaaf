import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Clock } from '@fathom/contracts';
import { attempt } from '@fathom/files';
import type { Part } from '../catalogue/part.js';
import { FolderLayout } from '../folder-layout.js';
import { maintainStore } from '../maintain-store.js';
import { microseconds } from '../microseconds.js';
import { isUnfinished } from './parquet-shelf.js';
import { isPartName } from './part-place.js';

const DUCK_MB = 64;

export interface PruneOptions {
  readonly folder: string;
  /** `postgres://…` for an archive in a database; default the folder. */
  readonly store?: string;
  readonly clock: Clock;
  /** Parts whose last record is older go, if all before them of their pair are older too. */
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
export function prune({ folder, store: address, clock, maxAgeMs, maxBytes }: PruneOptions): Promise<Pruned> {
  const layout = new FolderLayout(folder);
  const maintenance = { address, others: 'a seal or compaction', megabytes: DUCK_MB };
  return maintainStore(layout, maintenance, async ({ catalogue, shelf }) => {
    const parts = byAge(await catalogue.parts());
    const oldestUs = maxAgeMs === undefined ? 0 : microseconds(clock.now() - maxAgeMs);
    const segments = layout.segmentPaths().map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    let bytes = [...segments, ...parts.map(({ part }) => part.bytes)].reduce((sum, size) => sum + size, 0);
    const goes: Part[] = [];
    for (const { part, untilUs } of parts) {
      if (untilUs >= oldestUs && bytes <= (maxBytes ?? Number.POSITIVE_INFINITY)) break;
      goes.push(part);
      bytes -= part.bytes;
    }
    await catalogue.removeParts(goes);
    await shelf.remove(goes);
    const kept = new Set(parts.slice(goes.length).map(({ part }) => part.path));
    if (address === undefined) {
      for (const kind of ['book', 'trades', 'frames']) sweep(layout.folder, join(layout.folder, kind), kept);
    }
    return { parts: goes, bytes: goes.reduce((sum, part) => sum + part.bytes, 0) };
  });
}

/**
 * Oldest first. What ends later in a pair's count is never the older, also when a clock was set back between them: what is
 * left is never left between two that are gone, as books and market trades of one segment could be.
 */
function byAge(parts: readonly Part[]): { readonly part: Part; readonly untilUs: number }[] {
  const latest = new Map<string, number>();
  return parts
    .toSorted((a, b) => a.lastSequence - b.lastSequence)
    .map((part) => {
      const untilUs = Math.max(part.lastUs, latest.get(part.pair) ?? 0);
      // Those of frames have no count.
      if (part.kind !== 'frames') latest.set(part.pair, untilUs);
      return { part, untilUs };
    })
    .toSorted((a, b) => a.untilUs - b.untilUs);
}

/** Removes every part that the catalogue does not know, those that were being written, and folders without anything. */
function sweep(root: string, folder: string, kept: ReadonlySet<string>): void {
  if (!existsSync(folder)) return;
  attempt(`clearing ${folder}`, () => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) sweep(root, path, kept);
      else if (
        isUnfinished(entry.name) ||
        (isPartName(entry.name) && !kept.has(relative(root, path).split(sep).join('/')))
      )
        rmSync(path);
    }
    if (folder !== root && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
  });
}
