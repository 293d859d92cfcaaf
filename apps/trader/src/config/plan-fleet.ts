import { UsageError } from '@fathom/contracts';
import type { Io } from '../io.js';
import { modeOf, runsForMs } from '../trade/plan-bot.js';
import type { BotToRun } from '../trade/run-bots.js';
import { planWatch } from '../watch/watch-plan.js';
import { type FleetFlags, planConfiguredBot } from './plan-configured-bot.js';
import { type ConfiguredBot, readBot } from './read-bot.js';

/**
 * Bots of these folders, checked one by one and against each other.
 * @throws {UsageError} for what is wrong with the command line, else with the first bot, else between two.
 */
export async function planFleet(folders: readonly string[], flags: FleetFlags, io: Io): Promise<BotToRun[]> {
  // What was typed is no bot's fault.
  modeOf(flags);
  runsForMs(flags.for);
  planWatch(flags, io.env);
  const bots: BotToRun[] = [];
  const configured: ConfiguredBot[] = [];
  for (const folder of folders) {
    const bot = readBot(folder, io.env);
    configured.push(bot);
    bots.push(await planConfiguredBot(bot, flags, io));
  }
  checkTogether(bots, configured);
  return bots;
}

/** @throws {UsageError} for two bots that cannot trade beside each other. */
export function checkTogether(bots: readonly BotToRun[], configured: readonly ConfiguredBot[]): void {
  refuseSameIds(bots);
  refuseCancelling(bots, configured);
}

/** Orders and ledgers are told apart by the id. */
function refuseSameIds(bots: readonly BotToRun[]): void {
  const names = new Map<number, string>();
  for (const { plan } of bots) {
    const { id, name } = plan.identity;
    const other = names.get(id);
    if (other !== undefined)
      throw new UsageError(`bots ${other} and ${name} have the same id ${id}: rename one of their folders`);
    names.set(id, name);
  }
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
