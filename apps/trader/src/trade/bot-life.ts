import { type Clock, type Scheduler, UsageError } from '@fathom/contracts';
import type { Log } from '@fathom/notifications';
import { botStates } from '../run/bot-state.js';
import { EXIT, exitCodeOf } from '../exit-code.js';
import type { Io } from '../io.js';
import { Attendant } from '../run/attendant.js';
import type { RunFiles } from '../run/run-files.js';
import type { WaitingBot } from '../run/waiting-bot.js';
import { BotWatch } from '../watch/bot-watch.js';
import { joinObservers, lateObserver } from '../watch/join-observers.js';
import type { BotOutlets } from '../watch/outlets.js';
import type { BotPlan } from './bot-plan.js';
import type { DeadManHeld } from './shared-dead-man.js';
import { deadManReach } from './dead-man-reach.js';
import { Deferred } from './deferred.js';
import type { Ending } from './ending.js';
import type { MarketAccess } from './market-access.js';
import { showRehearsal } from './rehearsal-summary.js';
import type { BotObserver } from './bot-observer.js';
import { RunningBot } from './running-bot.js';
import { logBeginning, logEnd, logObserver } from './trade-log.js';

/** What stopping may take before it is given up, milliseconds: for answers that are on their way; for closing trades. */
const LEAVE_DEADLINE_MS = 10_000;
const CLOSE_DEADLINE_MS = 30_000;

/** Somebody ended it before it traded. */
export const STOPPED = 'Stopped before it began';

export interface BotLifeOptions {
  readonly io: Io;
  readonly log: Log;
  readonly plan: BotPlan;
  /** All bots of the process, this one included. */
  readonly fleet: readonly BotPlan[];
  /** `kraken`, or `rehearsal`. */
  readonly exchange: string;
  readonly access: MarketAccess;
  readonly files: RunFiles;
  /** Has told of it until now. */
  readonly waiting: WaitingBot | undefined;
  readonly outlets: BotOutlets;
  /** Shows the bot to somebody else besides; what it gives is told what becomes of the bot. */
  readonly show?: ((bot: RunningBot) => BotObserver) | undefined;
  /** Time as people's watches tell it. */
  readonly real: Clock & Scheduler;
  readonly ending: Ending;
  /** Told once the bot is there, before it trades; what it returns is waited for. */
  readonly onOpen?: (bot: RunningBot) => Promise<void> | void;
}

/**
 * One bot from opening its ledger to its last word, until the process is to end.
 * @throws what ended it before; its log, its files and those who watch have been told.
 */
export async function liveBot(options: BotLifeOptions): Promise<void> {
  const { io, log, plan, exchange, access, files, waiting, outlets, show, real, ending, onOpen } = options;
  const failed = new Deferred<never>();
  const watch = new BotWatch({ bot: () => bot, log, outlets, time: access.time });
  const observer = logObserver(log, { bot: () => bot, onEnd: (error) => failed.reject(error) });
  let shown: BotObserver | undefined;
  const onlookers = joinObservers(
    watch.observer,
    lateObserver(() => shown),
  );
  const bot: RunningBot = await RunningBot.open(plan, access, joinObservers(observer, onlookers));
  shown = show?.(bot);
  let stopHalting: (() => void) | undefined;
  let deadMan: DeadManHeld | undefined;
  try {
    logBeginning(log, bot, exchange);
    await Promise.race([onOpen?.(bot), ending.wished]);
    if (ending.signal.aborted) {
      waiting?.end(EXIT.ok, STOPPED);
      return log.info(STOPPED);
    }
    const attendant = new Attendant({
      bot,
      files,
      time: real,
      now: io.now,
      log,
      onStop: plan.onStop,
      pid: io.pid ?? 0,
    });
    stopHalting = ending.onHalt(() => attendant.halt({ by: 'SIGUSR2', reason: 'a signal', isClosing: false }));
    let isTold = false;
    try {
      watch.start();
      bot.start();
      waiting?.close();
      attendant.start();
      if (plan.mode === 'live') void warnOfReach(options);
      if (plan.deadManMs !== undefined)
        deadMan = access.deadMan.join({ timeoutMs: plan.deadManMs, onTrouble: (reason) => log.warn(reason) });
      const reason = await Promise.race([failed.promise, ending.wished]);
      log.info(`Stopping: ${reason}`);
      await Promise.race([failed.promise, ending.hurried, stop(bot, log, reason).then(() => deadMan?.end())]);
      logEnd(log, bot);
      isTold = true;
      if (plan.mode === 'rehearsal') await showRehearsal(bot, access, io);
      const { strategyFailure } = bot.pulse;
      // Whoever looks after the process is to know that it has not been trading.
      if (strategyFailure !== undefined) throw new UsageError(`the strategy had failed: ${strategyFailure}`);
      attendant.end(EXIT.ok, reason);
      watch.end();
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      if (!isTold) logEnd(log, bot);
      attendant.end(exitCodeOf(error), failure);
      watch.end(failure);
      throw error;
    }
  } finally {
    stopHalting?.();
    deadMan?.close();
    bot.close();
  }
}

/** Says whom else the account's dead man's switch concerns, as far as that can be seen. It keeps nobody from trading. */
async function warnOfReach({ plan, fleet, access, files, io, log }: BotLifeOptions): Promise<void> {
  try {
    const states = await botStates(files, io.now());
    const open = plan.deadManMs === undefined ? [] : await access.account.openOrders();
    for (const text of deadManReach({ plan, fleet, states, open })) log.warn(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn(`nobody knows whom the dead man's switch concerns besides: ${reason}`);
  }
}

async function stop(bot: RunningBot, log: Log, reason: string): Promise<void> {
  const isClosing = bot.plan.onStop === 'close';
  const deadlineMs = isClosing ? CLOSE_DEADLINE_MS : LEAVE_DEADLINE_MS;
  const left = await bot.stop({ isClosing, reason: `stopped: ${reason}`, deadlineMs });
  if (left !== undefined) log.warn(`stopped with ${left}: taken up at the next start`);
}
