import { DataError } from '@fathom/contracts';
import type { SqlRow } from './sql-database.js';

/** A column's whole number. @throws {DataError} for anything else. */
export function whole(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw odd(column, value);
  return value;
}

/** A column's text. @throws {DataError} for anything else. */
export function text(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw odd(column, value);
  return value;
}

/** A column's text, which must be one of a few. @throws {DataError} for anything else. */
export function oneOf<T extends string>(row: SqlRow, column: string, names: readonly T[]): T {
  const value = row[column];
  const name = names.find((known) => known === value);
  if (name === undefined) throw odd(column, value);
  return name;
}

function odd(column: string, value: unknown): DataError {
  return new DataError(`the catalogue's column ${column} holds ${JSON.stringify(value) ?? 'nothing'}`);
}
