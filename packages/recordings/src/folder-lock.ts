import { existsSync } from 'node:fs';
import { UsageError } from '@fathom/contracts';
import { ioError, makeFile } from '@fathom/files';

/**
 * Holds a file for as long as this process lives: an exclusive transaction that is never committed. The operating
 * system lets go of it when the process dies, however it dies.
 * @param holder who else can have it, for the message: `another collector`.
 * @returns what lets go of it.
 * @throws {UsageError} when another process holds it. @throws {DataError} when the file cannot be made.
 */
export async function lockFile(path: string, holder: string): Promise<() => void> {
  const { default: Open } = await import('better-sqlite3');
  const doing = `locking ${path}`;
  try {
    makeFile(path);
    const connection = new Open(path, { timeout: 0 });
    try {
      connection.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      connection.close();
      throw error;
    }
    return () => connection.close();
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) {
      throw new UsageError(`${path} is held by ${holder}`, { cause: error });
    }
    throw ioError(error, doing);
  }
}

/** Whether a process holds such a file. Nothing is written, and nothing is made. */
export async function isHeld(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  const { default: Open } = await import('better-sqlite3');
  try {
    const connection = new Open(path, { timeout: 0, readonly: true });
    try {
      connection.prepare('SELECT count(*) FROM sqlite_master').get();
      return false;
    } finally {
      connection.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) return true;
    throw ioError(error, `reading ${path}`);
  }
}
