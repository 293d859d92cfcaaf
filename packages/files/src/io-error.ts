import { DataError } from '@fathom/contracts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'disk quota exceeded',
  EEXIST: 'there is a file of that name',
  EFBIG: 'file too large',
  EIO: 'input/output error',
  EISDIR: 'it is a directory',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'no such file or folder',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'a part of the path is not a folder',
  ENXIO: 'no such device or address',
  EPERM: 'operation not permitted',
  EPIPE: 'nobody is reading the other end',
  EROFS: 'the file system is read-only',
  SQLITE_CANTOPEN: 'no such file or folder, or no permission',
  SQLITE_CORRUPT: 'the file is damaged',
  SQLITE_FULL: 'no space left on device',
  SQLITE_NOTADB: 'the file is no database',
  SQLITE_READONLY: 'the file or its folder is read-only',
};

/**
 * A refusal of the system's or of SQLite's as one line: `no space left on device while writing out.csv`. What is neither,
 * a fault of ours for one, stays what it is.
 */
export function ioError(error: unknown, doing: string): unknown {
  if (!(error instanceof Error && 'code' in error) || error instanceof DataError) return error;
  const code = String(error.code);
  if (!('syscall' in error) && !code.startsWith('SQLITE_')) return error;
  const reason = REASONS[code] ?? REASONS[code.split('_', 2).join('_')] ?? error.message.replace(/\s+/g, ' ');
  return new DataError(`${reason} while ${doing}`, { cause: error });
}

/** Runs it; refusals become one line. */
export function attempt<T>(doing: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw ioError(error, doing);
  }
}
