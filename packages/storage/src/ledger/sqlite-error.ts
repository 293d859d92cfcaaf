import { DataError } from '@fathom/contracts';

const REASONS: Readonly<Record<string, string>> = {
  SQLITE_CANTOPEN: 'no such file or folder, or no permission',
  SQLITE_CORRUPT: 'the file is damaged',
  SQLITE_FULL: 'no space left on device',
  SQLITE_IOERR: 'input/output error',
  SQLITE_NOTADB: 'the file is no database',
  SQLITE_PERM: 'operation not permitted',
  SQLITE_READONLY: 'the file or its folder is read-only',
};

/** A refusal of SQLite's as one line; what is not one stays what it is. */
export function sqliteError(error: unknown, doing: string): unknown {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_'))) return error;
  const code = String(error.code);
  const reason = REASONS[code] ?? REASONS[code.split('_', 2).join('_')] ?? error.message;
  return new DataError(`${reason} while ${doing}`, { cause: error });
}
