import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DataError } from '@fathom/contracts';
import type { Part } from '../catalogue/part.js';
import { attempt, makeFolder, syncFileNow, syncFolderNow } from '@fathom/files';
import type { TradesRecord } from '../record-sink.js';
import { type BookRows, readBookPart } from './book-part-reader.js';
import { BookPartWriter } from './book-part-writer.js';
import { type Duck, duckAttempt } from './duck.js';
import { FramePartWriter } from './frame-part.js';
import { partPath, sha256Of } from './part-place.js';
import type { PartCollector, PartShelf } from './part-shelf.js';
import type { PlannedPart } from './planned-part.js';
import type { BookRowSink } from './rows-to-books.js';
import { proveBookPart, proveTradePart } from './prove-part.js';
import { readTradePart, TradePartWriter } from './trade-part.js';

type PartWriter = BookPartWriter | TradePartWriter | FramePartWriter;

/** Parts as Parquet files below a folder. A file appears whole or not at all. */
export class ParquetShelf implements PartShelf {
  private readonly folder: string;
  private readonly duck: () => Promise<Duck>;

  /** @param duck is asked for when it is first needed. */
  constructor(folder: string, duck: () => Promise<Duck>) {
    this.folder = folder;
    this.duck = duck;
  }

  async collect({ kind, pair }: PlannedPart, index: number): Promise<PartCollector> {
    const duck = await this.duck();
    const table = `part_${index}`;
    if (kind === 'book') return BookPartWriter.create(duck, pair, table);
    return kind === 'trades' ? TradePartWriter.create(duck, pair, table) : FramePartWriter.create(duck, table);
  }

  async publish({ kind, pair, day }: PlannedPart, label: string, collector: PartCollector): Promise<Part> {
    const writer = writerOf(collector);
    const duck = await this.duck();
    const first = writer instanceof FramePartWriter ? writer.firstUs : writer.firstSequence;
    const path = partPath(kind, pair.id, day, first, label);
    const target = join(this.folder, path);
    const temporary = join(dirname(target), hiddenName(basename(target)));
    const doing = `writing ${target}`;
    makeFolder(dirname(target));
    try {
      await duckAttempt(doing, () => writer.write(temporary));
      attempt(doing, () => syncFileNow(temporary));
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
      if (kind === 'book') {
        await proveBookPart(temporary, part, (rows, sink) => readBookPart(duck, temporary, part, rows, sink));
      }
      if (writer instanceof TradePartWriter) {
        await proveTradePart(temporary, writer.digest, readTradePart(duck, temporary, part));
      }
      attempt(doing, () => renameSync(temporary, target));
      syncFolderNow(dirname(target));
      return part;
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  async *books(part: Part, rows: BookRows, sink: BookRowSink): AsyncGenerator<number, void, undefined> {
    yield* readBookPart(await this.duck(), this.nameOf(part), part, rows, sink);
  }

  async *trades(part: Part, afterSequence: number): AsyncGenerator<TradesRecord, void, undefined> {
    yield* readTradePart(await this.duck(), this.nameOf(part), part, afterSequence);
  }

  async checkBytes(part: Part): Promise<void> {
    const path = this.nameOf(part);
    const sha256 = await sha256Of(path);
    if (sha256 !== part.sha256) {
      throw new DataError(`${path}: it is not the file that was written: its SHA-256 is ${sha256}`);
    }
  }

  nameOf({ path }: Part): string {
    return join(this.folder, path);
  }

  async has(part: Part): Promise<boolean> {
    return existsSync(this.nameOf(part));
  }

  async remove(parts: readonly Part[]): Promise<void> {
    for (const part of parts) {
      const path = this.nameOf(part);
      attempt(`removing ${path}`, () => rmSync(path, { force: true }));
    }
  }
}

function writerOf(collector: PartCollector): PartWriter {
  if (
    collector instanceof BookPartWriter ||
    collector instanceof TradePartWriter ||
    collector instanceof FramePartWriter
  ) {
    return collector;
  }
  throw new TypeError('what was collected elsewhere cannot be written as Parquet');
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
