import type { Part } from '../catalogue/part.js';
import type { TradesRecord } from '../record-sink.js';
import type { BookRows } from './book-part-reader.js';
import type { PartCollector, PartShelf } from './part-shelf.js';
import type { PlannedPart } from './planned-part.js';
import type { BookRowSink } from './rows-to-books.js';

/** A shelf nobody reads a part of that was not proved before: what is damaged can be read as other digits. */
export class ProvedShelf implements PartShelf {
  private readonly shelf: PartShelf;
  /** Parts whose bytes were proved. */
  private readonly proved = new Set<string>();

  constructor(shelf: PartShelf) {
    this.shelf = shelf;
  }

  collect(planned: PlannedPart, index: number): Promise<PartCollector> {
    return this.shelf.collect(planned, index);
  }

  publish(planned: PlannedPart, label: string, collector: PartCollector): Promise<Part> {
    return this.shelf.publish(planned, label, collector);
  }

  async *books(part: Part, rows: BookRows, sink: BookRowSink): AsyncGenerator<number, void, undefined> {
    await this.proveOnce(part);
    yield* this.shelf.books(part, rows, sink);
  }

  async *trades(part: Part, afterSequence: number): AsyncGenerator<TradesRecord, void, undefined> {
    await this.proveOnce(part);
    yield* this.shelf.trades(part, afterSequence);
  }

  async checkBytes(part: Part): Promise<void> {
    this.proved.delete(keyOf(part));
    await this.shelf.checkBytes(part);
    this.proved.add(keyOf(part));
  }

  nameOf(part: Part): string {
    return this.shelf.nameOf(part);
  }

  has(part: Part): Promise<boolean> {
    return this.shelf.has(part);
  }

  remove(parts: readonly Part[]): Promise<void> {
    return this.shelf.remove(parts);
  }

  private async proveOnce(part: Part): Promise<void> {
    if (!this.proved.has(keyOf(part))) await this.checkBytes(part);
  }
}

/** A part of the same name may have been written anew, when the sealing before was interrupted. */
function keyOf({ path, sha256 }: Part): string {
  return `${path} ${sha256}`;
}
