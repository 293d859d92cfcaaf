import { type Clock, DataError, UsageError } from '@fathom/contracts';
import type { Range } from '../catalogue/catalogue.js';
import { type Part, pairOf } from '../catalogue/part.js';
import { FolderLayout } from '../folder-layout.js';
import { microseconds } from '../microseconds.js';
import { maintainStore } from '../maintain-store.js';
import type { BookRows } from './book-part-reader.js';
import { missingRecords, stretchOf } from './missing-records.js';
import { dayOf } from './part-place.js';
import type { PartShelf } from './part-shelf.js';
import { proveBookPart } from './prove-part.js';
import type { BookRowSink } from './rows-to-books.js';

const DUCK_MB = 256;

export interface CompactOptions {
  readonly folder: string;
  /** `postgres://…`, where there is nothing to compact. */
  readonly store?: string;
  readonly clock: Clock;
  readonly range?: Range;
  /** The parts that are done, of all that will be made into fewer. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Compacted {
  /** How many parts there were and are, and their bytes. */
  readonly before: { readonly parts: number; readonly bytes: number };
  readonly after: { readonly parts: number; readonly bytes: number };
  /** Days that were left as they are, because a part of them is damaged. */
  readonly left: readonly { readonly path: string; readonly problem: string }[];
}

/**
 * Makes one part of all parts of a pair's day, for days that are over. Each is proved before, the new one after; the old
 * ones go when it has appeared and the catalogue knows. Can be interrupted anywhere and done again.
 * @throws {UsageError} while something is sealed or compacted.
 */
export async function compact({
  folder,
  store: address,
  clock,
  range,
  onProgress,
}: CompactOptions): Promise<Compacted> {
  if (address !== undefined)
    throw new UsageError('there is nothing to compact in a database: its blocks are all alike');
  const layout = new FolderLayout(folder);
  const counts = { before: { parts: 0, bytes: 0 }, after: { parts: 0, bytes: 0 } };
  const left: { path: string; problem: string }[] = [];
  const maintenance = { others: 'another seal or compaction', megabytes: DUCK_MB };
  return maintainStore(layout, maintenance, async ({ catalogue, shelf }) => {
    const groups = groupsOf(await catalogue.parts(range), dayOf(microseconds(clock.now())));
    const total = groups.reduce((sum, group) => sum + group.length, 0);
    let done = 0;
    for (const group of groups) {
      try {
        const part = await joined(shelf, group);
        await catalogue.replaceParts(part, group);
        await shelf.remove(group);
        counts.before.parts += group.length;
        counts.before.bytes += group.reduce((sum, { bytes }) => sum + bytes, 0);
        counts.after.parts += 1;
        counts.after.bytes += part.bytes;
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        left.push({ path: group[0]?.path ?? '', problem: error.message });
      }
      done += group.length;
      onProgress?.(done, total);
    }
    return { ...counts, left };
  });
}

/**
 * Parts that can become one: of one pair, kind, day, depth and precision, with nothing missing between them, and more than
 * one. What is missing within a part would not be seen any more.
 */
function groupsOf(parts: readonly Part[], today: string): Part[][] {
  const groups = new Map<string, Part[]>();
  const holes = missingRecords(parts.filter(({ kind }) => kind !== 'frames').map((part) => stretchOf(part)));
  for (const part of parts) {
    if (part.kind === 'frames' || part.day >= today) continue;
    const before = holes.filter(({ pair, last }) => pair === part.pair && last <= part.firstSequence).length;
    const key = [part.kind, part.pair, part.day, part.depth, part.priceDecimals, part.quantityDecimals, before].join(
      ' ',
    );
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

async function joined(shelf: PartShelf, group: readonly Part[]): Promise<Part> {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) throw new DataError('nothing to compact');
  const { kind, day } = first;
  const planned = { kind, pair: pairOf(first), day, number: 0 };
  const collector = await shelf.collect(planned, 0);
  let sequence = -1;
  try {
    for (const part of group) {
      if (kind === 'trades') {
        for await (const record of shelf.trades(part, 0)) collector.trades?.(record);
        continue;
      }
      const read = (rows: BookRows, sink: BookRowSink) => shelf.books(part, rows, sink);
      await proveBookPart(shelf.nameOf(part), part, read, (record, book) => {
        // The whole book put in where the next part began says nothing new.
        if (record.kind === 'checkpoint' && record.sequence === sequence) return;
        sequence = record.sequence;
        collector.book?.(record, book.checksum);
      });
    }
  } catch (error) {
    await collector.abandon();
    throw error;
  }
  return shelf.publish(planned, `to-${String(last.lastSequence).padStart(12, '0')}`, collector);
}
