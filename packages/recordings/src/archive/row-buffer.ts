import type { DuckDBConnection, DuckDBDataChunk, DuckDBType, DuckDBVector } from '@duckdb/node-api';
import { loadDuck } from './load-duck.js';

const ROWS = 2048;

type Value = number | string | null;

/** Puts rows into a new table of DuckDB's, in chunks of columns. */
export class RowBuffer {
  readonly table: string;
  private readonly chunk: DuckDBDataChunk;
  private readonly vectors: readonly DuckDBVector[];
  private readonly append: (chunk: DuckDBDataChunk) => void;
  private readonly end: () => void;
  private row = 0;

  private constructor(
    table: string,
    chunk: DuckDBDataChunk,
    columns: number,
    appender: { append: (chunk: DuckDBDataChunk) => void; end: () => void },
  ) {
    this.table = table;
    this.chunk = chunk;
    this.vectors = Array.from({ length: columns }, (_, index) => chunk.getColumnVector(index));
    this.append = appender.append;
    this.end = appender.end;
  }

  static async create(
    connection: DuckDBConnection,
    table: string,
    columns: readonly (readonly [name: string, type: DuckDBType])[],
  ): Promise<RowBuffer> {
    const { DuckDBDataChunk: Chunk } = loadDuck();
    await connection.run(
      `CREATE TABLE ${table} (${columns.map(([name, type]) => `${name} ${type.toString()}`).join(', ')})`,
    );
    const appender = await connection.createAppender(table);
    const chunk = Chunk.create(
      columns.map(([, type]) => type),
      ROWS,
    );
    return new RowBuffer(table, chunk, columns.length, {
      append: (full) => appender.appendDataChunk(full),
      end: () => appender.closeSync(),
    });
  }

  /** One value a column. */
  add(values: readonly Value[]): void {
    for (let column = 0; column < values.length; column += 1) {
      this.vectors[column]?.setItem(this.row, values[column] ?? null);
    }
    this.row += 1;
    if (this.row === ROWS) this.flush();
  }

  finish(): void {
    if (this.row > 0) this.flush();
    this.end();
  }

  private flush(): void {
    const count = this.row;
    for (; this.row < ROWS; this.row += 1) for (const vector of this.vectors) vector.setItem(this.row, null);
    for (const vector of this.vectors) vector.flush();
    if (count < ROWS) this.chunk.rowCount = count;
    this.append(this.chunk);
    this.row = 0;
  }
}
