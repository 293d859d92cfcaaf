import { resolve } from 'node:path';
import { UsageError } from '@fathom/contracts';
import { type DashboardFlags, planDashboard } from '@fathom/dashboard';
import type { Io } from '../io.js';
import { type BotToRun, runBots } from '../trade/run-bots.js';
import { type FleetFlags, planConfiguredBot } from './plan-configured-bot.js';
import { botFolder, botFolders, readBot } from './read-bot.js';

export interface StartFlags extends FleetFlags, DashboardFlags {
  readonly bots: string;
  /** The folder of one bot. */
  readonly only?: string;
}

/**
 * `trader start --bots DIR`: every bot of a folder in one process.
 * @throws {UsageError} when one of them is not fit to run; then none is.
 */
export async function startFleet(flags: StartFlags, io: Io): Promise<void> {
  const folder = resolve(io.cwd, flags.bots);
  const folders = flags.only === undefined ? botFolders(folder) : [botFolder(flags.only, folder)];
  const bots = await plannedBots(folders, flags, io);
  const dashboard = planDashboard(flags, io.env);
  await runBots(bots, { io, exchange: flags.exchange, keyFile: flags.keyFile, dashboard });
}

/** Bots, checked one by one and against each other. */
async function plannedBots(folders: readonly string[], flags: FleetFlags, io: Io): Promise<BotToRun[]> {
  const bots: BotToRun[] = [];
  for (const each of folders) bots.push(await planConfiguredBot(readBot(each, io.env), flags, io));
  const names = new Map<number, string>();
  for (const { plan } of bots) {
    const { id, name } = plan.identity;
    const other = names.get(id);
    // Orders and ledgers are told apart by the id.
    if (other !== undefined)
      throw new UsageError(`bots ${other} and ${name} have the same id ${id}: rename one of their folders`);
    names.set(id, name);
  }
  return bots;
}
