import { resolve } from 'node:path';
import { entryGrid, lineWidth } from '@fathom/terminal';
import { rehearsalHint } from '../archive/open-archive.js';
import { IdleError } from '../exit-code.js';
import { type Health, HEALTH_EVERY_MS, readHealth } from '../health.js';
import type { Io } from '../io.js';
import { count, rate, share, utc } from '../text/amounts.js';
import { shortDuration } from '../text/duration.js';

export interface StatusFlags {
  readonly books: string;
  readonly json?: boolean;
}

/** A health file older than this was not written by a collector that is well. */
const STALE_MS = 3 * HEALTH_EVERY_MS;

/** Whether somebody collects into a folder. */
export interface Status {
  readonly isCollecting: boolean;
  /** One line. */
  readonly text: string;
}

/**
 * What a health file means at `now`.
 * @param isAlive whether there is a process of that id
 */
export function statusOf(health: Health | undefined, now: number, isAlive: (pid: number) => boolean): Status {
  if (health === undefined) return { isCollecting: false, text: 'no collector has been here' };
  const { state, reason, pid, startedAt, updatedAt } = health;
  const since = `${utc(updatedAt)} UTC`;
  if (state === 'stopped') return { isCollecting: false, text: `stopped at ${since}: ${reason}` };
  if (state === 'failed') return { isCollecting: false, text: `failed at ${since}: ${reason}` };
  if (!isAlive(pid)) return { isCollecting: false, text: `dead: process ${pid} is gone, last heard of at ${since}` };
  // Either way round: a clock that was set, or a process that is another one's by now.
  if (Math.abs(now - updatedAt) > STALE_MS) {
    return { isCollecting: false, text: `silent: process ${pid} has said nothing since ${since}` };
  }
  const lasting = shortDuration(now - startedAt);
  if (state === 'connecting') {
    return { isCollecting: false, text: `process ${pid} has been trying to connect for ${lasting}: ${reason}` };
  }
  return { isCollecting: true, text: `process ${pid} has been collecting for ${lasting}` };
}

/** Prints it. @throws {IdleError} when nobody is collecting. */
export function showStatus(flags: StatusFlags, io: Io, isAlive: (pid: number) => boolean = isRunning): void {
  const folder = resolve(io.cwd, flags.books);
  const health = readHealth(folder);
  const status = statusOf(health, io.time.now(), isAlive);
  if (flags.json === true) io.out.write(`${JSON.stringify({ folder, ...status, health: health ?? null })}\n`);
  else if (status.isCollecting) io.out.write(`${folder}: ${status.text}\n`);
  if (health !== undefined && flags.json !== true) io.out.write(entryGrid(entriesOf(health), lineWidth(io.out)));
  if (status.isCollecting) return;
  const hint = health === undefined ? rehearsalHint(flags.books, io) : '';
  throw new IdleError(`${folder}: ${status.text}${hint}`);
}

function entriesOf(health: Health): [string, string][] {
  return [
    ['Started', `${utc(health.startedAt)} UTC`],
    ['Books verified now', `${health.soundBooks} of ${health.books}`],
    ['Messages', count(health.messages)],
    ['Messages verified', share(health.verified, health.messages)],
    ['Messages a second', rate(health.messagesPerSecond)],
    ['Market trades', count(health.trades)],
    ['Gaps', count(health.gaps)],
    ['Lag', `${Math.round(health.lagMs)} ms`],
  ];
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
