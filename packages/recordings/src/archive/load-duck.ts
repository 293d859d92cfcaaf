import { createRequire } from 'node:module';
import type * as DuckDB from '@duckdb/node-api';

let loaded: typeof DuckDB | undefined;

/**
 * Loaded when it is first needed: it is 70 MB of native code. Required, not imported: Node reads each file of a library in
 * CommonJS letter by letter for the names it gives, and V8 compiles the reader for speed, which takes longer than loading.
 */
export function loadDuck(): typeof DuckDB {
  if (loaded !== undefined) return loaded;
  const library: typeof DuckDB = createRequire(import.meta.url)('@duckdb/node-api');
  loaded = library;
  return library;
}
