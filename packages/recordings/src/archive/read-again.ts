import { existsSync } from 'node:fs';
import { DataError } from '@fathom/contracts';
import type { Part } from '../catalogue/part.js';
import type { PartShelf } from './part-shelf.js';

/** What is being read, so that a failure can be told from a file that has gone meanwhile. */
export class Reading {
  private readonly present = new Map<string, () => boolean | Promise<boolean>>();
  private readonly vanished = new Set<string>();

  /** From here on a segment is read. */
  segment(path: string): void {
    this.present.set(path, () => existsSync(path));
  }

  /** From here on a part is read. */
  part(part: Part, shelf: PartShelf): void {
    this.present.set(part.path, () => shelf.has(part));
  }

  /** From here on none of them is read. */
  nothing(): void {
    this.present.clear();
  }

  /** Whether a file that was being read is not there any more; said once of each. */
  async hasVanished(): Promise<boolean> {
    for (const [name, isThere] of this.present) {
      if (this.vanished.has(name) || (await isThere())) continue;
      this.vanished.add(name);
      return true;
    }
    return false;
  }
}

/**
 * Reads what somebody may move into the archive, or into a larger part, meanwhile. When that happens it is done again:
 * what was looked for is elsewhere then.
 */
export async function readAgain<T>(read: (reading: Reading) => Promise<T>): Promise<T> {
  const reading = new Reading();
  for (;;) {
    reading.nothing();
    try {
      return await read(reading);
    } catch (error) {
      if (!(error instanceof DataError) || !(await reading.hasVanished())) throw error;
    }
  }
}
