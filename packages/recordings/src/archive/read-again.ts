import { existsSync } from 'node:fs';
import { DataError } from '@fathom/contracts';
import type { Part } from '../catalogue/part.js';
import type { PartShelf } from './part-shelf.js';

/** What is being read, so that a failure can be told from a file that has gone meanwhile. */
export class Reading {
  private present: { readonly name: string; readonly isThere: () => boolean | Promise<boolean> } | undefined;
  private readonly vanished = new Set<string>();

  /** From here on a segment is read. */
  segment(path: string): void {
    this.present = { name: path, isThere: () => existsSync(path) };
  }

  /** From here on a part is read. */
  part(part: Part, shelf: PartShelf): void {
    this.present = { name: part.path, isThere: () => shelf.has(part) };
  }

  /** From here on no file is read. */
  nothing(): void {
    this.present = undefined;
  }

  /** Whether the file that was being read is not there any more; said once of each. */
  async hasVanished(): Promise<boolean> {
    const { present } = this;
    if (present === undefined || this.vanished.has(present.name) || (await present.isThere())) return false;
    this.vanished.add(present.name);
    return true;
  }
}

/**
 * Reads what somebody may move into the archive, or into a larger part, meanwhile. When that happens it is done again:
 * what was looked for is elsewhere then.
 */
export async function readAgain<T>(read: (reading: Reading) => Promise<T>): Promise<T> {
  const reading = new Reading();
  for (;;) {
    try {
      return await read(reading);
    } catch (error) {
      if (!(error instanceof DataError) || !(await reading.hasVanished())) throw error;
    }
  }
}
