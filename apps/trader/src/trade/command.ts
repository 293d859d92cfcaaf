import { resolve } from 'node:path';
import type { Clock, Scheduler } from '@fathom/contracts';
import { systemTime } from '@fathom/exchange';
import { type Log, modeBanner, openLog } from '@fathom/notifications';
import { EXIT, exitCodeOf } from '../exit-code.js';
import type { Io } from '../io.js';
import { Attendant } from '../run/attendant.js';
import { RUN_FOLDER, RunFiles } from '../run/run-files.js';
import type { BotPlan } from './bot-plan.js';
import { countDown } from './count-down.js';
import { Deferred } from './deferred.js';
import { Ending } from './ending.js';
import type { MarketAccess } from './market-access.js';
import { openMarket } from './open-market.js';
import { planBot, type TradeFlags } from './plan-bot.js';
import { openRehearsal, REHEARSAL_SPEED } from './rehearsal.js';
import { RunningBot } from './running-bot.js';
import { scaledTime } from './scaled-time.js';
import { logBeginning, logEnd, logObserver } from './trade-log.js';

/** What stopping may take before it is given up, milliseconds: for answers that are on their way; for closing trades. */
const LEAVE_DEADLINE_MS = 10_000;
const CLOSE_DEADLINE_MS = 30_000;

/** `trader`: trades until it is interrupted. */
export async function startTrading(flags: TradeFlags, io: Io): Promise<void> {
  const plan = await planBot(flags, io);
  const { mode, identity } = plan;
  const real = io.network?.time ?? systemTime;
  const time = mode === 'rehearsal' ? scaledTime(real, REHEARSAL_SPEED) : real;
  const random = { next: io.random };
  const log = await openLog({
    folder: resolve(io.cwd, 'logs'),
    bot: identity,
    clock: time,
    random,
    console: io.out,
    complain: (line) => io.err.write(`${line}\n`),
  });
  const closing: (() => void)[] = [() => log.close()];
  try {
    log.info(modeBanner(mode === 'live' ? 'live' : 'paper', identity));
    const rehearsal = mode === 'rehearsal' ? await openRehearsal({ ...plan, time, random }) : undefined;
    closing.push(() => rehearsal?.close());
    const access = await openMarket(io, { mode, time, watch: real, rehearsal, keyFile: flags.keyFile, log });
    closing.push(() => access.close());
    await trade({ flags, io, log, plan, access, real });
  } finally {
    for (const close of closing.toReversed()) close();
  }
}

interface Trading {
  readonly flags: TradeFlags;
  readonly io: Io;
  readonly log: Log;
  readonly plan: BotPlan;
  readonly access: MarketAccess;
  /** Time as people's watches tell it. */
  readonly real: Clock & Scheduler;
}

async function trade({ flags, io, log, plan, access, real }: Trading): Promise<void> {
  const failed = new Deferred<never>();
  const bot: RunningBot = await RunningBot.open(
    plan,
    access,
    logObserver(log, { bot: () => bot, onEnd: (error) => failed.reject(error) }),
  );
  const closing = [() => bot.close()];
  try {
    logBeginning(log, bot, flags.exchange);
    if (plan.mode === 'live') await countDown(log, real);
    const files = new RunFiles(resolve(io.cwd, RUN_FOLDER));
    const { onStop } = plan;
    const attendant = new Attendant({ bot, files, time: real, log, onStop, pid: io.pid ?? 0 });
    const ending = new Ending({
      io,
      scheduler: real,
      afterMs: plan.runsForMs,
      onHalt: () => attendant.halt({ by: 'SIGUSR2', reason: 'a signal', isClosing: false }),
    });
    closing.push(() => ending.close());
    try {
      bot.start();
      attendant.start();
      const reason = await Promise.race([failed.promise, ending.wished]);
      log.info(`Stopping: ${reason}`);
      await Promise.race([failed.promise, ending.hurried, stop(bot, log, reason)]);
      logEnd(log, bot);
      attendant.end(EXIT.ok, reason);
    } catch (error) {
      logEnd(log, bot);
      attendant.end(exitCodeOf(error), error instanceof Error ? error.message : String(error));
      throw error;
    }
  } finally {
    for (const close of closing.toReversed()) close();
  }
}

async function stop(bot: RunningBot, log: Log, reason: string): Promise<void> {
  const isClosing = bot.plan.onStop === 'close';
  const deadlineMs = isClosing ? CLOSE_DEADLINE_MS : LEAVE_DEADLINE_MS;
  const left = await bot.stop({ isClosing, reason: `stopped: ${reason}`, deadlineMs });
  if (left !== undefined) log.warn(`stopped with ${left}: taken up at the next start`);
}
