import { unlinkSync } from 'node:fs';

/** What ends a process that has no listener for it, without its `exit`. */
const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Hidden files that are being written. One listener for all of them: many bots write at the same time. */
const unfinished = new Set<string>();

/** It is removed when the program ends in the middle, by itself or by a signal. */
export function beginFile(path: string): void {
  if (unfinished.size === 0) {
    process.on('exit', removeAll);
    for (const signal of ENDS) process.on(signal, endBy);
  }
  unfinished.add(path);
}

/** It is written, or removed. */
export function endFile(path: string): void {
  unfinished.delete(path);
  if (unfinished.size === 0) stopListening();
}

export function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Never made, or already renamed.
  }
}

function removeAll(): void {
  for (const path of unfinished) removeIfThere(path);
}

/** Ends the process as the signal would have; who listens to it as well decides that by himself. */
function endBy(signal: (typeof ENDS)[number]): void {
  if (process.listenerCount(signal) > 1) return;
  removeAll();
  stopListening();
  process.kill(process.pid, signal);
}

function stopListening(): void {
  process.off('exit', removeAll);
  for (const signal of ENDS) process.off(signal, endBy);
}
