import { existsSync } from 'node:fs';
import type BetterSqlite3 from 'better-sqlite3';
import { UsageError } from '@fathom/contracts';
import { makeFile } from '@fathom/files';
import { showName } from '../show-name.js';

type Database = typeof BetterSqlite3;

/** Longer than anybody takes who only looks whether it is held. */
const LOOK_MS = 250;

/**
 * Holds a file for as long as this process lives: an exclusive transaction that is never committed. The operating
 * system lets go of it when the process dies, however it dies, so nothing stale is ever left behind; a file with a
 * process id in it cannot promise that.
 */
export class BotLock {
  private readonly connection: BetterSqlite3.Database;

  /** @throws {UsageError} when another process holds it. */
  constructor(open: Database, path: string) {
    makeFile(path);
    this.connection = new open(path, { timeout: LOOK_MS });
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

  /** Whether a process holds it now. */
  static isHeld(open: Database, path: string): boolean {
    if (!existsSync(path)) return false;
    const connection = new open(path, { timeout: 0, fileMustExist: true });
    try {
      connection.exec('BEGIN EXCLUSIVE');
      return false;
    } catch (error) {
      if (isBusy(error)) return true;
      throw error;
    } finally {
      connection.close();
    }
  }

  release(): void {
    this.connection.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
