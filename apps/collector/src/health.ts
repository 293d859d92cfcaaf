import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a collector says of itself, in a file beside its recording. Times are milliseconds since 1970 UTC. */
export interface Health {
  readonly version: 1;
  readonly pid: number;
  readonly state: 'connecting' | 'collecting' | 'stopped' | 'failed';
  /** One line: why it stopped or failed. */
  readonly reason: string;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly books: number;
  readonly soundBooks: number;
  /** Book messages kept, and those verified. */
  readonly messages: number;
  readonly verified: number;
  readonly trades: number;
  readonly gaps: number;
  readonly messagesPerSecond: number;
  readonly lagMs: number;
}

/** How often a running collector writes it. */
export const HEALTH_EVERY_MS = 5000;
const NAME = 'collector.json';

/** Writes it whole or not at all. @throws what the file system throws. */
export function writeHealth(folder: string, health: Health): void {
  const path = join(folder, NAME);
  writeFileSync(`${path}.new`, `${JSON.stringify(health, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** @returns undefined when there is none, or what is there is none. */
export function readHealth(folder: string): Health | undefined {
  try {
    const health: unknown = JSON.parse(readFileSync(join(folder, NAME), 'utf8'));
    return isHealth(health) ? health : undefined;
  } catch {
    return undefined;
  }
}

function isHealth(value: unknown): value is Health {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const numbers = ['pid', 'startedAt', 'updatedAt', 'books', 'soundBooks', 'messages', 'verified', 'trades', 'gaps'];
  return (
    [...numbers, 'messagesPerSecond', 'lagMs'].every((name) => typeof fields[name] === 'number') &&
    ['state', 'reason'].every((name) => typeof fields[name] === 'string')
  );
}
