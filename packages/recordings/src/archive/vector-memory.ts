import type { DuckDBVector } from '@duckdb/node-api';

/**
 * The numbers of a column in which none is missing. To ask a vector for each of them costs many times what reading
 * costs, so its own memory is taken where it has any such thing. Not to be used when its chunk is gone.
 */
export function doublesOf(vector: DuckDBVector): Float64Array {
  const memory: unknown = Reflect.get(vector, 'items');
  return memory instanceof Float64Array ? memory : Float64Array.from(numbersOf(vector));
}

/** The same of numbers below 256. */
export function bytesOf(vector: DuckDBVector): Uint8Array {
  const memory: unknown = Reflect.get(vector, 'items');
  return memory instanceof Uint8Array ? memory : Uint8Array.from(numbersOf(vector));
}

function numbersOf(vector: DuckDBVector): number[] {
  return Array.from({ length: vector.itemCount }, (_, row) => Number(vector.getItem(row)));
}
