import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ioError } from './io-error.js';
import { syncFolderNow } from './sync-folder.js';

export interface FolderOptions {
  /** Permissions of what is made; default what the process gives. */
  readonly mode?: number;
  /** How messages name it; default its path. */
  readonly shownAs?: string;
}

/**
 * Makes a folder, and those above it that are not there. One by one, because Node's own way of doing that never returns
 * where a folder cannot be made and is not there afterwards either: in `/proc`; and because it says of a read-only file
 * system that there is no such folder.
 * @returns the uppermost folder that was made; undefined when all were there.
 * @throws {DataError} `… while making …`.
 */
export function makeFolder(path: string, { mode, shownAs = path }: FolderOptions = {}): string | undefined {
  try {
    return made(resolve(path), mode);
  } catch (error) {
    throw ioError(error, `making ${shownAs}`);
  }
}

function made(path: string, mode: number | undefined): string | undefined {
  if (isFolder(path)) return undefined;
  const above = dirname(path);
  const uppermost = above === path ? undefined : made(above, mode);
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Somebody else has made it meanwhile.
    if (isFolder(path)) return uppermost;
    throw error;
  }
  // What is brought to the disk in it would be lost with it.
  syncFolderNow(above);
  return uppermost ?? path;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
