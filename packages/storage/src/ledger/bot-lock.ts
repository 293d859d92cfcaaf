import type BetterSqlite3 from 'better-sqlite3';
import { UsageError } from '@fathom/contracts';
import { showName } from '../io-error.js';

type Database = typeof BetterSqlite3;

/**
 * Holds a file for as long as this process lives: an exclusive transaction that is never committed. The operating
 * system lets go of it when the process dies, however it dies, so nothing stale is ever left behind; a file with a
 * process id in it cannot promise that.
 */
export class BotLock {
  private readonly connection: BetterSqlite3.Database;

  /** @throws {UsageError} when another process holds it. */
  constructor(open: Database, path: string) {
    this.connection = new open(path, { timeout: 0 });
    try {
      this.connection.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      this.connection.close();
      if (!isBusy(error)) throw error;
      throw new UsageError(`${showName(path)} is held by another process: this bot is running already`, {
        cause: error,
      });
    }
  }

  release(): void {
    this.connection.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
