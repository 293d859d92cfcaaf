import { resolve } from 'node:path';
import { type DashboardFlags, planDashboard } from '@fathom/dashboard';
import type { Io } from '../io.js';
import { runBots } from '../trade/run-bots.js';
import type { FleetFlags } from './plan-configured-bot.js';
import { planFleet } from './plan-fleet.js';
import { botFolder, botFolders } from './read-bot.js';

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
  const bots = await planFleet(folders, flags, io);
  const dashboard = planDashboard(flags, io.env);
  await runBots(bots, { io, exchange: flags.exchange, keyFile: flags.keyFile, dashboard });
}
