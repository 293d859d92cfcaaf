import { createHash } from 'node:crypto';
import { DataError } from '@fathom/contracts';
import type { BookRows } from '../archive/book-part-reader.js';
import type { PartCollector, PartShelf } from '../archive/part-shelf.js';
import type { PlannedPart } from '../archive/planned-part.js';
import { proveBookPart } from '../archive/prove-part.js';
import type { BookRowSink } from '../archive/rows-to-books.js';
import type { Part } from '../catalogue/part.js';
import { whole } from '../catalogue/row-fields.js';
import type { SqlDatabase, SqlRow } from '../catalogue/sql-database.js';
import { QUIET } from '../quiet-sink.js';
import { RecordDecoder } from '../record-decoder.js';
import type { RecordSink, TradesRecord } from '../record-sink.js';
import { BlockCollector } from './block-collector.js';
import { pairViews } from './block-migrations.js';

/** Blocks that are fetched at once: a few hundred kilobytes. */
const PAGE = 20;

/** Parts in PostgreSQL, as blocks of up to a thousand records. A part appears when the catalogue knows it. */
export class BlockShelf implements PartShelf {
  private readonly database: SqlDatabase;
  private readonly address: string;
  private readonly viewed = new Set<string>();

  /** @param address names the database in messages. */
  constructor(database: SqlDatabase, address: string) {
    this.database = database;
    this.address = address;
  }

  async collect({ pair }: PlannedPart): Promise<PartCollector> {
    return new BlockCollector(pair);
  }

  async publish(planned: PlannedPart, label: string, collector: PartCollector): Promise<Part> {
    if (!(collector instanceof BlockCollector)) throw new TypeError('what was collected elsewhere is no block');
    const { kind, pair, day } = planned;
    const blocks = collector.finish();
    const { firstSequence, lastSequence, firstUs, lastUs, messages, rows, textRows } = collector;
    const { verified, suspect, unverifiable } = collector.states;
    const hash = createHash('sha256');
    for (const { body } of blocks) hash.update(body);
    const first = String(kind === 'frames' ? firstUs : firstSequence).padStart(12, '0');
    const part: Part = {
      path: `${kind}/${pair.id}/${day}/${first}-${label}`,
      kind,
      pair: pair.id,
      name: pair.name,
      day,
      depth: pair.depth,
      priceDecimals: pair.priceDecimals,
      quantityDecimals: pair.quantityDecimals,
      firstSequence,
      lastSequence,
      firstUs,
      lastUs,
      messages,
      verified,
      suspect,
      unverifiable,
      rows,
      textRows,
      bytes: blocks.reduce((sum, { body }) => sum + body.length, 0),
      digest: kind === 'book' ? collector.digest.value : 0,
      sha256: hash.digest('hex'),
    };
    await this.database.transaction([
      ...(pair.id === '' || this.viewed.has(pair.id) ? [] : pairViews(pair.id).map((sql) => ({ sql, values: [] }))),
      { sql: 'DELETE FROM block WHERE part = ?', values: [part.path] },
      ...blocks.map((block, number) => ({
        sql: 'INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?)',
        values: [
          part.path,
          number,
          block.firstSequence,
          block.lastSequence,
          block.firstUs,
          block.proof ?? null,
          block.body,
        ],
      })),
    ]);
    this.viewed.add(pair.id);
    if (kind === 'book') {
      await proveBookPart(this.nameOf(part), part, (range, sink) => this.books(part, range, sink));
    }
    await this.checkBytes(part);
    return part;
  }

  async *books(part: Part, rows: BookRows, sink: BookRowSink): AsyncGenerator<number, void, undefined> {
    const { afterSequence = -1 } = rows;
    let lastSequence = 0;
    let proof: number | undefined;
    const decoder = new RecordDecoder({
      ...QUIET,
      book: (record) => {
        if (record.sequence <= afterSequence) return;
        sink(record, record.sequence === lastSequence && record.kind !== 'checkpoint' ? proof : undefined);
      },
    });
    for await (const row of this.blocks(part, afterSequence)) {
      lastSequence = whole(row, 'last_sequence');
      proof = row['proof'] === null ? undefined : whole(row, 'proof');
      yield lastSequence;
      this.decode(part, decoder, row);
    }
  }

  async *trades(part: Part, afterSequence: number): AsyncGenerator<TradesRecord, void, undefined> {
    let found: TradesRecord[] = [];
    const sink: RecordSink = { ...QUIET, trades: (record) => void found.push(record) };
    const decoder = new RecordDecoder(sink);
    for await (const row of this.blocks(part, afterSequence)) {
      found = [];
      this.decode(part, decoder, row);
      yield* found.filter(({ sequence }) => sequence > afterSequence);
    }
  }

  async checkBytes(part: Part): Promise<void> {
    const hash = createHash('sha256');
    for await (const row of this.blocks(part, -1)) hash.update(bodyOf(row));
    const sha256 = hash.digest('hex');
    if (sha256 !== part.sha256) {
      throw new DataError(
        `${this.nameOf(part)}: its blocks are not those that were written: their SHA-256 is ${sha256}`,
      );
    }
  }

  nameOf({ path }: Part): string {
    return `${this.address} ${path}`;
  }

  async has({ path }: Part): Promise<boolean> {
    return (await this.database.rows('SELECT 1 AS there FROM block WHERE part = ? LIMIT 1', [path])).length > 0;
  }

  async remove(parts: readonly Part[]): Promise<void> {
    await this.database.transaction(
      parts.map(({ path }) => ({ sql: 'DELETE FROM block WHERE part = ?', values: [path] })),
    );
  }

  private async *blocks({ path }: Part, afterSequence: number): AsyncGenerator<SqlRow, void, undefined> {
    for (let number = -1; ; ) {
      const rows = await this.database.rows(
        `SELECT number, last_sequence, proof, body FROM block
         WHERE part = ? AND number > ? AND last_sequence > ? ORDER BY number LIMIT ${PAGE}`,
        [path, number, afterSequence],
      );
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      number = whole(last, 'number');
    }
  }

  private decode(part: Part, decoder: RecordDecoder, row: SqlRow): void {
    decoder.restart();
    try {
      decoder.read(bodyOf(row));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      throw new DataError(`${this.nameOf(part)}: ${error.message}`, { cause: error });
    }
  }
}

function bodyOf(row: SqlRow): Uint8Array {
  const { body } = row;
  if (!(body instanceof Uint8Array)) throw new DataError('a block of the database has no body');
  return body;
}
