import type BetterSqlite3 from 'better-sqlite3';
import { attempt } from '@fathom/files';
import type { SqlDatabase, SqlRow } from './sql-database.js';

/**
 * A SQLite file as a database. One writes, others may read meanwhile.
 * @throws {DataError} when it cannot be opened, or is no database.
 */
export async function openSqlite(path: string, isReadOnly = false): Promise<SqlDatabase> {
  const { default: Open } = await import('better-sqlite3');
  const doing = (what: string) => `${what} ${path}`;
  const database: BetterSqlite3.Database = attempt(doing('opening'), () => {
    const opened = new Open(path, { readonly: isReadOnly, fileMustExist: isReadOnly, timeout: 10_000 });
    if (!isReadOnly) {
      opened.pragma('journal_mode = WAL');
      opened.pragma('synchronous = FULL');
    }
    return opened;
  });
  return {
    rows: async (sql, values = []) =>
      attempt(doing('reading'), () => database.prepare<unknown[], SqlRow>(sql).all(...values)),
    transaction: async (statements) =>
      attempt(doing('writing'), () => {
        database.transaction(() => {
          for (const { sql, values } of statements) database.prepare(sql).run(...values);
        })();
      }),
    close: async () => {
      database.close();
    },
  };
}
