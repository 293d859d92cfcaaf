import type { FrameRecord } from '../record-sink.js';
import { type Duck, quoted } from './duck.js';
import { RowBuffer } from './row-buffer.js';
import { loadDuck } from './load-duck.js';

/** Collects what was not understood or not trusted, and writes it as Parquet. */
export class FramePartWriter {
  firstUs = 0;
  lastUs = 0;
  rows = 0;
  private readonly duck: Duck;
  private readonly buffer: RowBuffer;

  private constructor(duck: Duck, buffer: RowBuffer) {
    this.duck = duck;
    this.buffer = buffer;
  }

  static async create(duck: Duck, table: string): Promise<FramePartWriter> {
    const { DOUBLE, VARCHAR } = loadDuck();
    const buffer = await RowBuffer.create(duck.connection, table, [
      ['received_us', DOUBLE],
      ['reason', VARCHAR],
      ['frame', VARCHAR],
    ]);
    return new FramePartWriter(duck, buffer);
  }

  frame({ receivedUs, reason, text }: FrameRecord): void {
    if (this.rows === 0) this.firstUs = receivedUs;
    this.lastUs = Math.max(this.lastUs, receivedUs);
    this.rows += 1;
    this.buffer.add([receivedUs, reason, text]);
  }

  /** Forgets what came. */
  async abandon(): Promise<void> {
    this.buffer.finish();
    await this.duck.connection.run(`DROP TABLE ${this.buffer.table}`);
  }

  async write(path: string): Promise<void> {
    this.buffer.finish();
    const { connection } = this.duck;
    await connection.run(
      `COPY (SELECT CAST(received_us AS BIGINT) AS received_us, reason, frame FROM ${this.buffer.table})
       TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {format: 'fathom frames 1', exchange: 'kraken'})`,
    );
    await connection.run(`DROP TABLE ${this.buffer.table}`);
  }
}
