import { resolve } from 'node:path';
import { planDashboard } from '@fathom/dashboard';
import type { Io } from '../io.js';
import { planWatch } from '../watch/watch-plan.js';
import { planBot, type TradeFlags } from './plan-bot.js';
import { refuseUnused } from './refuse-unused.js';
import { runBots } from './run-bots.js';

/** `trader`: trades until it is interrupted. @param typed as `typedOptions` gives them */
export async function startTrading(flags: TradeFlags, typed: ReadonlyMap<string, string>, io: Io): Promise<void> {
  const plan = await planBot(flags, io);
  refuseUnused(typed, plan.mode);
  const bot = { plan, watch: planWatch(flags, io.env), logFolder: resolve(io.cwd, 'logs') };
  const dashboard = planDashboard(flags, io.env);
  await runBots([bot], { io, exchange: flags.exchange, keyFile: flags.keyFile, dashboard });
}
