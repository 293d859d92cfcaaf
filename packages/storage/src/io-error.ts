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
};

/** A path or member name as messages show it: as it is, unless it would break the line. */
export function showName(name: string): string {
  return /\p{Cc}/u.test(name) ? JSON.stringify(name) : name;
}

/**
 * A failed read or write as one line: `no space left on device while writing out.csv`.
 * What is not the system's refusal, a fault of ours for one, stays what it is.
 */
export function ioError(error: unknown, doing: string): unknown {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return error;
  const reason = REASONS[String(error.code)] ?? error.message.replace(/\s+/g, ' ');
  return new DataError(`${reason} while ${doing}`, { cause: error });
}
