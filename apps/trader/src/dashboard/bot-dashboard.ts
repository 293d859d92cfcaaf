import { join } from 'node:path';
import type { Clock, Scheduler } from '@fathom/contracts';
import type { BotSource } from '@fathom/dashboard';
import type { Log } from '@fathom/notifications';
import type { Io } from '../io.js';
import type { BotObserver, RunningBot } from '../trade/running-bot.js';
import type { DashboardPlan } from './dashboard-plan.js';
import type { LogTail } from './log-tail.js';
import { ShownBot } from './shown-bot.js';
import { dashboardTokens } from './token-file.js';

export interface BotDashboardOptions {
  readonly plan: DashboardPlan;
  readonly io: Io;
  readonly log: Log;
  /** Time as people's watches tell it. */
  readonly time: Clock & Scheduler;
}

/** The dashboard of all bots of a process. */
export interface BotDashboard {
  /** Shows a bot from now on; what it gives is to be told what becomes of the bot. */
  show(bot: RunningBot, tail: LogTail): BotObserver;
  close(): Promise<void>;
}

const TOKENS = 'data/state/dashboard-tokens.json';
const LOOPBACK = /^(localhost|::1|127\.[\d.]+)$/;

/**
 * Opens it. Tokens that are needed and not there yet are made and shown once, on the terminal alone.
 * @throws {UsageError} for an address that is taken or not ours.
 */
export async function openBotDashboard({ plan, io, log, time }: BotDashboardOptions): Promise<BotDashboard> {
  const { openDashboard } = await import('@fathom/dashboard');
  const isOpenToOthers = !LOOPBACK.test(plan.host);
  const { hashes, fresh } = dashboardTokens(join(io.cwd, TOKENS), [
    ...(isOpenToOthers ? (['read'] as const) : []),
    ...(plan.hasControl ? (['control'] as const) : []),
  ]);
  const bots = new Map<string, BotSource>();
  const dashboard = await openDashboard({ ...plan, tokens: hashes, bots, time });
  // Not through the log, which is a file: a token is in no file.
  for (const { role, token } of fresh) {
    io.err.write(`Dashboard token to ${role === 'read' ? 'look' : 'control'}, shown this once: ${token.reveal()}\n`);
  }
  log.info(`Dashboard: ${dashboard.url}${plan.hasControl ? ', with control' : ''}`);
  return {
    show: (bot, tail) => {
      const shown = new ShownBot({ bot, tail, watch: time });
      bots.set(shown.about.id, shown);
      return shown.observer;
    },
    close: () => dashboard.close(),
  };
}
