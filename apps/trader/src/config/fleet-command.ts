import { resolve } from 'node:path';
import { UsageError } from '@fathom/contracts';
import { type DashboardFlags, planDashboard } from '@fathom/dashboard';
import type { Io } from '../io.js';
import { type BotToRun, runBots } from '../trade/run-bots.js';
import { type FleetFlags, planConfiguredBot } from './plan-configured-bot.js';
import { botFolder, botFolders, type ConfiguredBot, readBot } from './read-bot.js';

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
  const configured: ConfiguredBot[] = [];
  for (const each of folders) {
    const bot = readBot(each, io.env);
    configured.push(bot);
    bots.push(await planConfiguredBot(bot, flags, io));
  }
  refuseCancelling(bots, configured);
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

/** The dead man's switch is the account's: one bot's would cancel what another has resting on Kraken. */
function refuseCancelling(bots: readonly BotToRun[], configured: readonly ConfiguredBot[]): void {
  for (const { plan } of bots) {
    if (plan.deadManMs === undefined) continue;
    const other = bots.findIndex(({ plan: { mode, guards } }, index) => {
      return mode === plan.mode && guards?.place !== 'bot' && configured[index]?.config.deadManCancelsStops !== true;
    });
    const name = bots[other]?.plan.identity.name;
    if (name === undefined) continue;
    throw new UsageError(
      `the deadMan of bot ${plan.identity.name} would cancel stops of bot ${name} that rest on Kraken: give ${name} "guards": "bot", or "deadManCancelsStops": true if that is wanted`,
    );
  }
}
