import { DataError } from '@fathom/contracts';
import { text } from './row-fields.js';
import type { SqlDatabase } from './sql-database.js';

export interface Migration {
  /** Under which the table `about` keeps how many steps were taken. */
  readonly key: string;
  readonly steps: readonly (readonly string[])[];
  /** Names the database in messages. */
  readonly place: string;
  /** Whether nothing may be changed. */
  readonly isReadOnly: boolean;
}

/**
 * Takes the steps that were not taken yet, each whole or not at all.
 * @throws {DataError} when it has taken steps that only a newer Fathom knows, or may not take one.
 */
export async function migrate(database: SqlDatabase, { key, steps, place, isReadOnly }: Migration): Promise<void> {
  if (!isReadOnly) {
    const sql = 'CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL)';
    await database.transaction([{ sql, values: [] }]);
  }
  const [row] = await database.rows('SELECT value FROM about WHERE key = ?', [key]);
  const version = row === undefined ? 0 : Number(text(row, 'value'));
  if (!(version <= steps.length)) {
    throw new DataError(
      `${place} is a catalogue of a newer Fathom (version ${version}, this one knows ${steps.length})`,
    );
  }
  for (const [index, step] of steps.slice(version).entries()) {
    if (isReadOnly) throw new DataError(`${place} is a catalogue of an older Fathom: start the collector once`);
    await database.transaction([
      ...step.map((sql) => ({ sql, values: [] })),
      { sql: 'DELETE FROM about WHERE key = ?', values: [key] },
      { sql: 'INSERT INTO about (key, value) VALUES (?, ?)', values: [key, String(version + index + 1)] },
    ]);
  }
}
