import { existsSync, readdirSync } from 'node:fs';
import { DataError, UsageError } from '@fathom/contracts';

const SUFFIX = '.seen.jsonl';

/**
 * Which session is meant, by its ledger's name, or the only one there is.
 * @throws {DataError} when nothing is recorded. @throws {UsageError} for a name that is not there, or none where several are.
 */
export function recordedName(folder: string, name: string | undefined): string {
  const names = (existsSync(folder) ? readdirSync(folder) : [])
    .flatMap((file) => (file.endsWith(SUFFIX) ? [file.slice(0, -SUFFIX.length)] : []))
    .toSorted((a, b) => a.localeCompare(b));
  if (names.length === 0) throw new DataError(`no session is recorded in ${folder}: a bot that trades records one`);
  const wanted = name ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined) throw new UsageError(`which session? There are ${names.join(', ')}`);
  if (!names.includes(wanted)) throw new UsageError(`there is no session ${wanted}: there are ${names.join(', ')}`);
  return wanted;
}
