import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { FathomError } from '@fathom/contracts';

/** What is held takes well below a millisecond; whoever holds it longer than this is stopped or dead. */
const STALE_AFTER_MS = 1000;
const PAUSE_MS = 1;
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Runs `task` while no other process is between the same two braces. Blocks the thread, which is why only what takes
 * microseconds may be done inside. The lock of a process that died in between is broken.
 * @throws {FathomError} when the lock cannot be had or its folder cannot be written.
 */
export function withFileLock<T>(path: string, task: () => T): T {
  const mine = `${process.pid} ${process.getBuiltinModule('node:crypto').randomUUID()}\n`;
  acquire(path, mine);
  try {
    return task();
  } finally {
    // Broken by another meanwhile (this process was stopped for a second): then it is not ours to remove.
    if (read(path) === mine) rmSync(path, { force: true });
  }
}

function acquire(path: string, mine: string): void {
  let seen: string | undefined;
  let waitedMs = 0;
  for (let attempt = 0; attempt < 10_000; attempt += 1) {
    if (create(path, mine)) return;
    const holder = read(path);
    if (holder !== seen) [seen, waitedMs] = [holder, 0];
    if (holder !== undefined && (waitedMs >= STALE_AFTER_MS || isDead(holder))) steal(path, holder);
    Atomics.wait(pause, 0, 0, PAUSE_MS);
    waitedMs += PAUSE_MS;
  }
  throw new FathomError('lock', `${path} is held by another process`);
}

function create(path: string, mine: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, mine);
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Moved aside first: of two that break the same lock only one moves it. */
function steal(path: string, holder: string): void {
  if (read(path) !== holder) return;
  const aside = `${path}.${process.pid}.${process.getBuiltinModule('node:crypto').randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  rmSync(aside, { force: true });
}

function isDead(holder: string): boolean {
  const [, pid] = /^(\d+) /.exec(holder) ?? [];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
