import { closeSync, fdatasync, fstatSync, fsyncSync, ftruncateSync, openSync, statSync, writevSync } from 'node:fs';
import { dirname } from 'node:path';
import { attempt, ioError, syncFolderNow } from '@fathom/files';

/** A file that only grows. */
export interface AppendFile {
  readonly path: string;
  /**
   * Appends all of it or nothing: what a full disk took of it is cut off again.
   * @throws {DataError} `no space left on device while writing …`.
   */
  append(parts: readonly Uint8Array[]): void;
  /** Brings what was appended to the disk; tells when that is done, or what failed. */
  sync(done: (error: unknown) => void): void;
  /** Whether it is what its path leads to: nobody has removed it or put it elsewhere. */
  isThere(): boolean;
  /** Brings everything to the disk and closes. */
  close(): void;
}

/** Makes a new file. @throws {DataError} when there is one, or it cannot be made. */
export function createAppendFile(path: string): AppendFile {
  const doing = `writing ${path}`;
  const descriptor = attempt(doing, () => openSync(path, 'ax'));
  syncFolderNow(dirname(path));
  const { ino } = fstatSync(descriptor);
  let size = 0;
  return {
    path,
    append: (parts) => {
      const whole = parts.reduce((sum, part) => sum + part.length, 0);
      try {
        let written = writevSync(descriptor, parts);
        // A part of it, as a disk takes that is almost full: the rest tells why.
        for (const rest = Buffer.concat(parts); written < whole; ) {
          written += writevSync(descriptor, [rest.subarray(written)]);
        }
      } catch (error) {
        ftruncateSync(descriptor, size);
        throw ioError(error, doing);
      }
      size += whole;
    },
    sync: (done) => fdatasync(descriptor, (error) => done(ioError(error ?? undefined, doing))),
    isThere: () => attempt(doing, () => statSync(path, { throwIfNoEntry: false }))?.ino === ino,
    close: () => {
      attempt(doing, () => {
        try {
          fsyncSync(descriptor);
        } finally {
          closeSync(descriptor);
        }
      });
    },
  };
}
