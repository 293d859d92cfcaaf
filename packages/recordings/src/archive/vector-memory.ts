import { createRequire } from 'node:module';
import type { DuckDBDataChunk } from '@duckdb/node-api';

type RawChunk = DuckDBDataChunk['chunk'];
type RawVector = ReturnType<Bindings['data_chunk_get_vector']>;

/** What is called of DuckDB's own interface for C. */
interface Bindings {
  data_chunk_get_vector(chunk: RawChunk, column: number): { readonly __duckdb_type: 'duckdb_vector' };
  vector_get_data(vector: RawVector, bytes: number): Uint8Array;
}

let loaded: Bindings | undefined;

/** Those the library itself uses: another version's would not know its chunks. */
function bindings(): Bindings {
  if (loaded !== undefined) return loaded;
  const { resolve } = createRequire(import.meta.url);
  const library: Bindings = createRequire(resolve('@duckdb/node-api'))('@duckdb/node-bindings');
  loaded = library;
  return library;
}

/**
 * The memory of a chunk's columns in which nothing is missing. The library's own vectors ask five times as much of DuckDB
 * for each column: its type, which values are missing, how many rows there are. Not to be used when the chunk is gone.
 */
export class ChunkMemory {
  readonly rows: number;
  private readonly chunk: RawChunk;

  constructor({ chunk, rowCount }: DuckDBDataChunk) {
    this.chunk = chunk;
    this.rows = rowCount;
  }

  /** A column of DOUBLE. */
  doubles(column: number): Float64Array {
    const { buffer, byteOffset } = this.bytesOf(column, Float64Array.BYTES_PER_ELEMENT);
    return new Float64Array(buffer, byteOffset, this.rows);
  }

  /** A column of UTINYINT. */
  bytes(column: number): Uint8Array {
    return this.bytesOf(column, 1);
  }

  private bytesOf(column: number, width: number): Uint8Array {
    const duck = bindings();
    return duck.vector_get_data(duck.data_chunk_get_vector(this.chunk, column), this.rows * width);
  }
}
