import type { Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DataError } from '@fathom/contracts';
import { ioError, syncFolder } from '@fathom/files';
import { showName } from './show-name.js';
import { beginFile, endFile, removeIfThere } from './unfinished-files.js';

export type FileChunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file whole or not at all: into a hidden file beside it, synced to disk, then renamed over it. Whatever
 * goes wrong, the chunks' own errors included, what was there before stays and nothing else is left behind. A symbolic
 * link is followed. What is no regular file (`/dev/stdout`, a pipe, a device) is written to directly.
 * @throws {DataError} `no space left on device while writing report.json` and the like.
 */
export async function writeFileAtomically(path: string, chunks: FileChunks): Promise<void> {
  const doing = `writing ${showName(path)}`;
  const existing = await statOf(path, doing);
  if (existing?.isDirectory()) throw new DataError(`it is a directory: nothing written to ${showName(path)}`);
  if (existing && !existing.isFile()) return writeDirectly(path, chunks, doing);

  const target = existing ? await attempt(doing, () => realpath(path)) : path;
  // Loaded by those who write: it is large, and a run that only reads starts without it.
  const { randomBytes } = await import('node:crypto');
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  beginFile(temporary);
  try {
    const file = await attempt(doing, () => open(temporary, 'wx'));
    try {
      if (existing) await attempt(doing, () => file.chmod(existing.mode & 0o7777));
      await writeAll(file, chunks, doing);
      await attempt(doing, () => file.sync());
    } finally {
      await file.close();
    }
    await attempt(doing, () => rename(temporary, target));
    await syncFolder(dirname(target));
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  } finally {
    endFile(temporary);
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
  const file = await attempt(doing, () => open(path, 'w'));
  try {
    await writeAll(file, chunks, doing);
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunks: FileChunks, doing: string): Promise<void> {
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let at = 0; at < bytes.length; ) {
      at += (await attempt(doing, () => file.write(bytes, at))).bytesWritten;
    }
  }
}

/** Errors of the file system become ours; errors of the chunks stay what they are. */
async function attempt<T>(doing: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw ioError(error, doing);
  }
}

function statOf(path: string, doing: string): Promise<Stats | undefined> {
  return attempt(doing, async () => {
    try {
      return await stat(path);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  });
}
