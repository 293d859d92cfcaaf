import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { attempt } from './io-error.js';

/**
 * Makes a folder, and those above it that are not there. One by one, because Node's own way of doing that never returns
 * where a folder cannot be made and is not there afterwards either: in `/proc`.
 * @throws {DataError} `… while making …`.
 */
export function makeFolder(path: string): void {
  attempt(`making ${path}`, () => made(path));
}

function made(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const above = dirname(path);
  if (above !== path) made(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else has made it meanwhile.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}
