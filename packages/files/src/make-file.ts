import { closeSync, openSync } from 'node:fs';

/**
 * Makes an empty file where there is none, and leaves what is there alone. For SQLite, which would say only that it cannot
 * open it: this says why.
 * @throws what the system says: of a folder that is read-only, of one that is not there.
 */
export function makeFile(path: string): void {
  closeSync(openSync(path, 'a'));
}
