import type { Clock, Scheduler } from '@fathom/contracts';
import { type BotSource, type DashboardPlan, openPlannedDashboard } from '@fathom/dashboard';
import type { Log } from '@fathom/notifications';
import type { Io } from '../io.js';
import type { BotObserver } from '../trade/bot-observer.js';
import type { RunningBot } from '../trade/running-bot.js';
import type { LogTail } from './log-tail.js';
import { ShownBot } from './shown-bot.js';

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

/** @throws {UsageError} for an address that is taken or not ours. */
export async function openBotDashboard({ plan, io, log, time }: BotDashboardOptions): Promise<BotDashboard> {
  const bots = new Map<string, BotSource>();
  const dashboard = await openPlannedDashboard({ plan, folder: io.cwd, log, terminal: io.err, bots, time });
  return {
    show: (bot, tail) => {
      const shown = new ShownBot({ bot, tail, watch: time });
      bots.set(shown.about.id, shown);
      return shown.observer;
    },
    close: () => dashboard.close(),
  };
}
