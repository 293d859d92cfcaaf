import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DataError } from '@fathom/contracts';
import { ioError, showName } from './io-error.js';

export type FileChunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Hidden files that are being written. One listener for all of them: many bots write at the same time. */
const unfinished = new Set<string>();

function removeUnfinished(): void {
  for (const temporary of unfinished) removeIfThere(temporary);
}

/**
 * Writes a file whole or not at all: into a hidden file beside it, synced to disk, then renamed over it. Whatever
 * goes wrong, the chunks' own errors included, what was there before stays and nothing else is left behind. A symbolic
 * link is followed. What is no regular file (`/dev/stdout`, a pipe, a device) is written to directly.
 * @throws {DataError} `no space left on device while writing report.json` and the like.
 */
export async function writeFileAtomically(path: string, chunks: FileChunks): Promise<void> {
  const doing = `writing ${showName(path)}`;
  const existing = statOf(path, doing);
  if (existing?.isDirectory()) throw new DataError(`it is a directory: nothing written to ${showName(path)}`);
  if (existing && !existing.isFile()) return writeDirectly(path, chunks, doing);

  const target = existing ? realpathSync(path) : path;
  // Loaded by those who write: it is large, and a run that only reads starts without it.
  const { randomBytes } = await import('node:crypto');
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const remove = (): void => removeIfThere(temporary);
  // Also when the program ends by itself in the middle, say because it was interrupted.
  unfinished.add(temporary);
  process.off('exit', removeUnfinished).on('exit', removeUnfinished);
  try {
    const descriptor = attempt(doing, () => openSync(temporary, 'wx'));
    try {
      if (existing) attempt(doing, () => fchmodSync(descriptor, existing.mode & 0o7777));
      await writeAll(descriptor, chunks, doing);
      attempt(doing, () => fsyncSync(descriptor));
    } finally {
      closeSync(descriptor);
    }
    attempt(doing, () => renameSync(temporary, target));
    syncFolder(dirname(target));
  } catch (error) {
    remove();
    throw error;
  } finally {
    unfinished.delete(temporary);
    if (unfinished.size === 0) process.off('exit', removeUnfinished);
  }
}

async function writeDirectly(path: string, chunks: FileChunks, doing: string): Promise<void> {
  // A standard stream may be a socket, which cannot be opened by name.
  const standard = { '/dev/stdout': process.stdout, '/dev/stderr': process.stderr }[path];
  if (standard) {
    for await (const chunk of chunks) {
      await new Promise<void>((resolve, reject) => {
        standard.write(chunk, (error) => (error ? reject(ioError(error, doing)) : resolve()));
      });
    }
    return;
  }
  const descriptor = attempt(doing, () => openSync(path, 'w'));
  try {
    await writeAll(descriptor, chunks, doing);
  } finally {
    closeSync(descriptor);
  }
}

async function writeAll(descriptor: number, chunks: FileChunks, doing: string): Promise<void> {
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let at = 0; at < bytes.length; ) {
      at += attempt(doing, () => writeSync(descriptor, bytes, at));
    }
  }
}

/** Errors of the file system become ours; errors of the chunks stay what they are. */
function attempt<T>(doing: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw ioError(error, doing);
  }
}

function statOf(path: string, doing: string): Stats | undefined {
  return attempt(doing, () => statSync(path, { throwIfNoEntry: false }));
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Never made, or already renamed.
  }
}

/** Makes the new name itself durable, where the system can. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Not every system opens folders; the file itself is safe.
  }
}
