import { SqliteLedger } from '@fathom/storage';
import { type Health, readHealth } from './health.js';
import type { RunFiles } from './run-files.js';

/**
 * Whether a bot lives: `alive`; `stale`: its process is there but has not told anything for too long; `stopped`: it said
 * good-bye; `dead`: it is gone and did not.
 */
type Life = 'alive' | 'stale' | 'stopped' | 'dead';

/** What is known of one bot. */
export interface BotState {
  readonly key: string;
  readonly health: Health;
  readonly life: Life;
  /** Since it told anything, milliseconds. */
  readonly ageMs: number;
}

/** A bot that missed this many of its own turns is stale. */
const MISSED = 3;

/**
 * What bots have told, and whether it is still true: a process holds its ledger's lock for exactly as long as it lives, so
 * neither a process id that was given to another nor an old file is taken for a living bot. Files that are no health file
 * are passed over.
 */
export async function botStates(files: RunFiles, now: number): Promise<BotState[]> {
  const states: BotState[] = [];
  for (const key of files.keys()) {
    const health = readHealth(files.read(files.healthPath(key)) ?? '');
    if (health === undefined) continue;
    // A clock that was set back makes a file of the future: as little to be trusted as an old one.
    const ageMs = Math.abs(now - health.writtenAt);
    states.push({ key, health, ageMs, life: lifeOf(health, ageMs, await SqliteLedger.isHeld(health.ledger)) });
  }
  return states;
}

function lifeOf({ state, everyMs }: Health, ageMs: number, isHeld: boolean): Life {
  // Its last word comes before it lets go of the ledger.
  if (state === 'ended') return 'stopped';
  const isLate = ageMs > MISSED * everyMs;
  // It holds no ledger yet: all there is to go by is that it goes on telling.
  if (state === 'waiting') return isLate ? 'dead' : 'alive';
  if (!isHeld) return 'dead';
  return isLate ? 'stale' : 'alive';
}
