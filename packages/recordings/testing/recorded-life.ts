import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import { OrderBook } from '@fathom/order-book';
import { ManualTime } from '@fathom/testkit';
import { compact } from '../src/archive/compact.js';
import { prune } from '../src/archive/prune.js';
import { verify } from '../src/archive/verification.js';
import { FolderLayout } from '../src/folder-layout.js';
import { Recording, sealFolder } from '../src/recording.js';
import { RecordingArchive } from '../src/recording-archive.js';
import { readSegment } from '../src/segment/read-segment.js';
import { KeptRecords } from './kept-records.js';
import { MadeUpStream } from './made-up-stream.js';
import { marketTraded } from './market-traded.js';
import { RECEIVED_FROM_MS } from './real-stream.js';
import { newFolder } from './test-log.js';

/** Where work on the archive is killed: not at all, before the catalogue knows of it, or before what is old is gone. */
export type Killed = 'not' | 'before it is known' | 'before old files go';

/** What happens to a recording. Numbers that choose something are taken modulo how much there is to choose from. */
export type Event =
  | {
      readonly type: 'run';
      /** Bits: which pairs, and which of them with books and with market trades. */
      readonly pairs: number;
      readonly books: number;
      /** Each tells one message: of which pair, and whether of market trades; now and then the segment is closed, or sealed. */
      readonly steps: readonly number[];
      readonly end: 'closed' | 'killed' | 'torn';
    }
  | { readonly type: 'seal' | 'compact'; readonly killed: Killed }
  | { readonly type: 'prune'; readonly killed: Killed; readonly share: number; readonly isByAge: boolean }
  | { readonly type: 'segment removed' | 'part removed'; readonly which: number }
  | { readonly type: 'segment damaged'; readonly which: number; readonly at: number }
  /** Also back. */
  | { readonly type: 'clock'; readonly ms: number };

const PAIRS = ['A', 'B', 'C'] as const;
const DEPTH = 10;

/** A recording that things happen to, and what is known of it by other means than its own. */
export class RecordedLife {
  folder = newFolder();
  readonly time = new ManualTime(RECEIVED_FROM_MS);
  private now = RECEIVED_FROM_MS;
  private readonly clock = { now: () => this.now };
  /** Numbers of each pair that somebody removed, and that damage took. */
  private readonly removed = noNumbers();
  private readonly damages = new Map<string, Damage>();
  private readonly goneParts = new Set<string>();
  private readonly goneSegments = new Set<string>();
  private isPruned = false;
  private readonly store: { readonly store?: string };

  /** @param store `postgres://…` for an archive in a database, of which no work is killed and no part removed. */
  constructor(store?: string) {
    this.store = store === undefined ? {} : { store };
  }

  get layout(): FolderLayout {
    return new FolderLayout(this.folder);
  }

  async happens(event: Event): Promise<void> {
    switch (event.type) {
      case 'run':
        return this.run(event);
      case 'seal':
        return this.maintained(event.killed, () => sealFolder(this.folder, this.clock, this.store.store));
      case 'compact':
        // There is nothing to compact in a database.
        if (this.store.store !== undefined) return;
        return this.maintained(event.killed, () =>
          compact({ folder: this.folder, clock: { now: () => this.now + 2 * 86_400_000 } }),
        );
      case 'prune':
        return this.maintained(event.killed, () => this.prune(event));
      case 'segment removed':
        return this.removeSegment(event.which);
      case 'part removed':
        return this.removePart(event.which);
      case 'segment damaged':
        return this.damageSegment(event.which, event.at);
      case 'clock':
        this.now += event.ms;
    }
  }

  private opened(): Promise<RecordingArchive> {
    return RecordingArchive.open(this.folder, this.store);
  }

  private async run({ pairs, books, steps, end }: Extract<Event, { type: 'run' }>): Promise<void> {
    const recording = await Recording.open({
      folder: this.folder,
      ...this.store,
      program: 'a life',
      clock: this.clock,
      scheduler: this.time,
      onEnds: (ends) => {
        // What was the last is counted anew.
        for (const id of PAIRS) {
          const last = ends.get(id)?.sequence ?? 0;
          for (const of of [this.removed, ...[...this.damages.values()].map(({ spoilt }) => spoilt)]) {
            for (const number of of.get(id) ?? []) if (number > last) of.get(id)?.delete(number);
          }
        }
      },
    });
    const { writer } = recording;
    const recorded = PAIRS.filter((_, index) => ((pairs >> index) & 1) === 1).map((id) => {
      const book = new OrderBook(DEPTH);
      const pair = { id, name: `${id}/USD`, depth: DEPTH, priceDecimals: 1, quantityDecimals: 8 };
      let seed = this.now % 1000;
      const random = (): number => (seed = (seed * 16_807 + 11) % 2_147_483_647) / 2_147_483_647;
      return { book, stream: new MadeUpStream(`${id}/USD`, DEPTH, random), recorder: writer.record(pair, book) };
    });
    for (const step of steps) {
      this.now += step % 97;
      const index = step % Math.max(1, recorded.length);
      const one = recorded[index];
      if (one !== undefined) {
        if (((books >> index) & 1) === 0 || step % 5 === 0) one.recorder.trades(marketTraded(this.now));
        else {
          const message = one.stream.next(this.now);
          one.recorder.book(message, one.book.apply(message));
        }
      }
      writer.flush();
      if (step % 7 === 0) writer.rotate();
      if (step % 31 === 0) await recording.seal();
    }
    writer.flush();
    if (end === 'closed') return recording.close('done');
    // What a process leaves that is killed is what the disk has.
    const left = newFolder();
    cpSync(this.folder, left, { recursive: true });
    await recording.close('killed');
    rmSync(this.folder, { recursive: true });
    this.folder = left;
    const last = this.layout.segmentPaths().at(-1);
    if (end === 'torn' && last !== undefined) appendFileSync(last, Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 5]));
  }

  private async prune({ share, isByAge }: Extract<Event, { type: 'prune' }>): Promise<void> {
    const archive = await this.opened();
    const parts = await archive.catalogue.parts();
    await archive.close();
    const sizes = this.layout.segmentPaths().map((path) => statSync(path).size);
    const bytes = [...sizes, ...parts.map((part) => part.bytes)].reduce((sum, size) => sum + size, 0);
    const part = parts[Math.floor(share * parts.length)];
    const { parts: gone } = await prune({
      folder: this.folder,
      ...this.store,
      clock: isByAge && part !== undefined ? { now: () => part.lastUs / 1000 } : this.clock,
      ...(isByAge ? { maxAgeMs: 0 } : { maxBytes: Math.floor(bytes * share) }),
    });
    if (gone.length > 0) this.isPruned = true;
    for (const { path } of gone) this.goneParts.delete(path);
  }

  /** Work that is killed leaves the catalogue as it was, or as it was to become; and old files beside new ones. */
  private async maintained(killed: Killed, work: () => Promise<unknown>): Promise<void> {
    if (!existsSync(this.layout.segments)) return;
    if (this.store.store !== undefined) return void (await work());
    const before = newFolder();
    cpSync(this.folder, before, { recursive: true });
    const [wasPruned, gone] = [this.isPruned, new Set(this.goneParts)];
    await work();
    if (killed !== 'not') {
      // Segments go one after the other, each when it is known: only the last can have been left.
      const lastSealed = filesOf(before)
        .filter((file) => file.endsWith('.segment') && !existsSync(join(this.folder, file)))
        .toSorted()
        .at(-1);
      for (const file of filesOf(before)) {
        const isEarlier = /\.(segment|marks)$/.test(file) && file !== lastSealed;
        if (killed === 'before old files go' && isEarlier) continue;
        const isCatalogue = file.startsWith('catalogue.sqlite');
        if (isCatalogue ? killed === 'before it is known' : !existsSync(join(this.folder, file))) {
          cpSync(join(before, file), join(this.folder, file));
        }
      }
      if (killed === 'before it is known') {
        for (const file of filesOf(this.folder)) {
          if (file.startsWith('catalogue.sqlite') && !existsSync(join(before, file))) rmSync(join(this.folder, file));
        }
        this.isPruned = wasPruned;
        for (const path of gone) this.goneParts.add(path);
      }
    }
    rmSync(before, { recursive: true });
  }

  private async removeSegment(which: number): Promise<void> {
    const paths = this.layout.segmentPaths();
    const path = paths[which % Math.max(1, paths.length)];
    if (path === undefined) return;
    const held = numbersOf(path);
    rmSync(path);
    const archive = await this.opened();
    const archived = await archive.catalogue.segments();
    await archive.close();
    // One that was sealed already would have gone anyhow.
    if (archived.some(({ name }) => path.endsWith(name))) {
      rmSync(path.replace('.segment', '.marks'), { force: true });
      return;
    }
    // Nobody can see any more that it was damaged.
    const damage = existsSync(`${path}.damaged`) ? undefined : this.damages.get(basename(path));
    for (const [id, numbers] of damage?.spoilt ?? []) for (const one of numbers) this.removed.get(id)?.add(one);
    if (damage !== undefined) this.damages.delete(basename(path));
    if (existsSync(path.replace('.segment', '.marks'))) this.goneSegments.add(path);
    for (const [id, numbers] of held) for (const one of numbers) this.removed.get(id)?.add(one);
  }

  private async removePart(which: number): Promise<void> {
    if (!existsSync(this.layout.segments) || this.store.store !== undefined) return;
    const archive = await this.opened();
    const parts = await archive.catalogue.parts();
    await archive.close();
    const part = parts[which % Math.max(1, parts.length)];
    if (part === undefined) return;
    rmSync(join(this.folder, part.path), { force: true });
    this.goneParts.add(part.path);
  }

  private async damageSegment(which: number, at: number): Promise<void> {
    const paths = this.layout.segmentPaths();
    const path = paths[which % Math.max(1, paths.length)];
    if (path === undefined) return;
    const held = numbersOf(path);
    const bytes = readFileSync(path);
    // Past the frame in which it begins, so that somebody can still tell what it is.
    const index = 8 + Math.floor(at * (bytes.length - 8));
    if (index >= bytes.length) return;
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const left = numbersOf(path);
    const archive = await this.opened();
    const archived = await archive.catalogue.segments();
    const parts = await archive.catalogue.parts();
    await archive.close();
    if (archived.some(({ name }) => path.endsWith(name))) return;
    const known = this.damages.get(basename(path));
    const damage = known ?? { spoilt: noNumbers(), around: noNumbers() };
    this.damages.set(basename(path), damage);
    for (const [id, numbers] of held) {
      for (const one of numbers) if (left.get(id)?.has(one) !== true) damage.spoilt.get(id)?.add(one);
      const before = paths.filter((one) => one < path).flatMap((one) => lastsOf(one, id));
      const sealed = parts.filter(({ pair }) => pair === id).map(({ lastSequence }) => lastSequence);
      const last = Math.max(0, ...sealed, ...before);
      const [next] = paths.filter((one) => one > path).flatMap((one) => notedOf(one).get(id) ?? []);
      for (let one = last; one <= (next ?? last); one += 1) damage.around.get(id)?.add(one);
    }
  }

  /** What `verify` says, and what it is to say. */
  async judged(): Promise<{ readonly says: Judged; readonly expected: Judged }> {
    if (!existsSync(this.layout.segments)) return { says: NOTHING, expected: NOTHING };
    const archive = await this.opened();
    try {
      const { damaged, missing } = await verify(archive);
      const parts = await archive.catalogue.parts();
      const archived = new Set((await archive.catalogue.segments()).map(({ name }) => name));
      const segments = this.layout.segmentPaths().filter((path) => !archived.has(path.slice(-24)));
      const said: string[] = [];
      const wanted: string[] = [];
      for (const id of PAIRS) {
        const ends = [
          ...parts.filter(({ pair }) => pair === id).map(({ lastSequence }) => lastSequence),
          ...segments.flatMap((path) => [...(notedOf(path).get(id) ?? []), ...(numbersOf(path).get(id) ?? [])]),
        ];
        const starts = [
          ...parts.filter(({ pair }) => pair === id).map(({ firstSequence }) => firstSequence),
          // What a segment goes on from was there, unless nothing was.
          ...segments.flatMap((path) => lastsOf(path, id).filter((one) => one > 0)),
        ];
        const last = Math.max(0, ...ends);
        const first = this.isPruned ? Math.min(Number.POSITIVE_INFINITY, ...starts) : 0;
        const damages = [...this.damages.values()];
        const spoilt = new Set(damages.flatMap((one) => [...(one.spoilt.get(id) ?? [])]));
        const unclear = new Set(damages.flatMap((one) => [...(one.around.get(id) ?? [])]));
        const gone = new Set([...(this.removed.get(id) ?? [])].filter((one) => one <= last && one > first));
        const told = missing
          .filter(({ pair }) => pair === id)
          .flatMap((one) => Array.from({ length: one.last - one.first + 1 }, (_, index) => one.first + index));
        // Of a part that is gone nobody can see whether it began with the record of that number or the book after it.
        const begun = new Set(
          parts
            .filter(({ pair, path }) => pair === id && this.goneParts.has(path))
            .map(({ firstSequence }) => firstSequence),
        );
        // Where damage and removal meet nobody can tell what was which.
        const isClear = (one: number): boolean => {
          if (begun.has(one)) return false;
          for (const step of [-1, 1]) {
            for (let at = one; gone.has(at) || spoilt.has(at); at += step) {
              if (spoilt.has(at) || unclear.has(at) || unclear.has(at - 1)) return false;
            }
          }
          return true;
        };
        said.push(...told.filter((one) => !(gone.has(one) && !isClear(one))).map((one) => `${id} ${one}`));
        wanted.push(
          ...[...gone]
            .filter(isClear)
            .toSorted((a, b) => a - b)
            .map((one) => `${id} ${one}`),
        );
      }
      const rel = (path: string): string => relative(this.folder, path);
      return {
        says: { missing: said, damaged: damaged.map(({ path }) => rel(path)).toSorted() },
        expected: {
          missing: wanted,
          damaged: [
            // One whose segment was still there is made once more.
            ...[...this.goneParts].filter(
              (path) => parts.some((part) => part.path === path) && !existsSync(join(this.folder, path)),
            ),
            ...[...this.goneSegments].map((path) => join('segments', path.slice(-24))),
            ...segments.filter((path) => isDamaged(path)).map(rel),
          ].toSorted(),
        },
      };
    } finally {
      await archive.close();
    }
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Numbers, and files relative to the folder. */
export interface Judged {
  readonly missing: readonly string[];
  readonly damaged: readonly string[];
}

interface Damage {
  /** Numbers of each pair that cannot be read any more. */
  readonly spoilt: Map<string, Set<number>>;
  /** Behind which numbers of a pair the segment lies, which may have held more of it. */
  readonly around: Map<string, Set<number>>;
}

function noNumbers(): Map<string, Set<number>> {
  return new Map(PAIRS.map((id) => [id, new Set()]));
}

const NOTHING: Judged = { missing: [], damaged: [] };

function numbersOf(path: string): Map<string, Set<number>> {
  const numbers = noNumbers();
  const kept = new KeptRecords();
  try {
    readSegment(path, {
      ...sinkOf(kept),
      book: ({ pair, kind, sequence }) => {
        if (kind !== 'checkpoint') numbers.get(pair.id)?.add(sequence);
      },
      trades: ({ pair, sequence }) => void numbers.get(pair.id)?.add(sequence),
    });
  } catch {
    // What cannot be read has none.
  }
  return numbers;
}

/** The last number before it of each pair that a segment speaks of. */
function notedOf(path: string): Map<string, number[]> {
  const noted = new Map<string, number[]>();
  try {
    readSegment(path, {
      ...sinkOf(new KeptRecords()),
      pair: ({ id }, sequence) => noted.set(id, [...(noted.get(id) ?? []), sequence]),
    });
  } catch {
    // Nothing is known of it.
  }
  return noted;
}

/** Numbers of a pair up to which a segment goes, or is known to go on from. */
function lastsOf(path: string, id: string): number[] {
  return [...(notedOf(path).get(id) ?? []), ...(numbersOf(path).get(id) ?? [])];
}

function sinkOf(kept: KeptRecords) {
  return {
    pair: kept.pair.bind(kept),
    book: kept.book.bind(kept),
    trades: kept.trades.bind(kept),
    gap: kept.gap.bind(kept),
    frame: kept.frame.bind(kept),
    session: kept.session.bind(kept),
  };
}

function isDamaged(path: string): boolean {
  try {
    return readSegment(path, sinkOf(new KeptRecords())).damage !== undefined;
  } catch {
    return true;
  }
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
