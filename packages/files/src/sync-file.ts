import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Brings what stands in a file to the disk, and returns when it is there. @throws what the system refuses. */
export function syncFileNow(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
