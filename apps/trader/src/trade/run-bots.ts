import { resolve } from 'node:path';
import { type Clock, FathomError, type Logger, type Scheduler } from '@fathom/contracts';
import { systemTime } from '@fathom/exchange';
import { type Log, modeBanner, openLog } from '@fathom/notifications';
import { openBotDashboard } from '../dashboard/bot-dashboard.js';
import type { DashboardPlan } from '@fathom/dashboard';
import { LogTail } from '../dashboard/log-tail.js';
import { EXIT, exitCodeOf } from '../exit-code.js';
import type { Io } from '../io.js';
import { RUN_FOLDER, RunFiles } from '../run/run-files.js';
import { WaitingBot } from '../run/waiting-bot.js';
import { healthOf } from '../watch/bot-health.js';
import { openOutlets } from '../watch/outlets.js';
import type { WatchPlan } from '../watch/watch-plan.js';
import { liveBot, STOPPED } from './bot-life.js';
import type { BotPlan, Mode } from './bot-plan.js';
import { countDown } from './count-down.js';
import { Ending } from './ending.js';
import type { MarketAccess } from './market-access.js';
import { openMarket, requireKeys } from './open-market.js';
import { openRehearsal, REHEARSAL_SPEED } from './rehearsal.js';
import type { RunningBot } from './running-bot.js';
import { scaledTime } from './scaled-time.js';

/** A bot to be run, alone or among others. */
export interface BotToRun {
  readonly plan: BotPlan;
  readonly watch: WatchPlan;
  readonly logFolder: string;
}

export interface RunBotsOptions {
  readonly io: Io;
  /** `kraken`, or `rehearsal`. */
  readonly exchange: string;
  readonly keyFile: string | undefined;
  /** A page to watch them on. */
  readonly dashboard: DashboardPlan | undefined;
}

type Closing = (() => Promise<void> | void)[];

/**
 * Runs bots until somebody ends the process or all of them have ended. They share the way to the exchange and nothing else:
 * what becomes of one is no other's affair.
 * @throws what ended the first that did not end well, once the others have ended too.
 */
export async function runBots(bots: readonly BotToRun[], options: RunBotsOptions): Promise<void> {
  const { io } = options;
  for (const { plan } of bots) requireKeys(plan.mode, options.keyFile, io);
  const real = io.network?.time ?? systemTime;
  const time = options.exchange === 'rehearsal' ? scaledTime(real, REHEARSAL_SPEED) : real;
  const ending = new Ending({ io, scheduler: real });
  const files = new RunFiles(resolve(io.cwd, RUN_FOLDER));
  const running: RunningBot[] = [];
  const closing: Closing = [() => ending.close()];
  const runsForMs = timeFor(bots);
  if (runsForMs !== undefined) ending.after(runsForMs);
  const logged: { readonly bot: BotToRun; readonly log: Log; readonly tail: LogTail }[] = [];
  try {
    for (const bot of bots) {
      const tail = new LogTail(real);
      const log = await openBotLog(bot, io, { time, isAlone: bots.length === 1, tail });
      logged.push({ bot, log, tail });
      closing.push(() => log.close());
      log.info(modeBanner(bot.plan.mode, bot.plan.identity));
    }
    const [first] = logged;
    if (first === undefined) return;
    const { log } = first;
    const outlets = await openOutlets({
      plan: first.bot.watch,
      time: real,
      log,
      health: () => healthOf(running, real),
    });
    closing.push(() => outlets.close());
    const dashboard = options.dashboard && (await openBotDashboard({ plan: options.dashboard, io, log, time: real }));
    closing.push(() => dashboard?.close());
    const markets = new Markets({ ...options, time, real, log, signal: ending.signal, closing });
    const lives = await Promise.allSettled(
      logged.map(async ({ bot: { plan, watch }, log: own, tail }) => {
        const notifier = await outlets.notifierFor(watch, own);
        const waiting =
          plan.mode === 'rehearsal'
            ? undefined
            : await WaitingBot.begin({ plan, files, scheduler: real, now: io.now, log: own, pid: io.pid ?? 0 });
        try {
          await liveBot({
            io,
            log: own,
            plan,
            fleet: bots.map((one) => one.plan),
            exchange: options.exchange,
            access: await markets.of(plan),
            files,
            waiting,
            outlets: { ...outlets, notifier },
            show: dashboard && ((opened) => dashboard.show(opened, tail)),
            real,
            ending,
            onOpen: async (opened) => {
              running.push(opened);
              if (plan.mode === 'live') await countDown(own, real, ending.signal);
              // The recorded market begins with the bot.
              if (plan.mode === 'rehearsal' && plan.runsForMs !== undefined) ending.after(plan.runsForMs);
            },
          });
        } catch (error) {
          const failure = error instanceof Error ? error.message : String(error);
          if (ending.timeIsOver !== undefined) waiting?.end(EXIT.exchange, unanswered(ending.timeIsOver).message);
          else if (ending.signal.aborted) waiting?.end(EXIT.ok, STOPPED);
          else waiting?.end(exitCodeOf(error), failure);
          if (bots.length > 1) own.critical(`The bot has ended: ${failure}`);
          throw error;
        }
      }),
    );
    for (const life of lives) if (life.status === 'rejected') throw life.reason;
  } catch (error) {
    if (!ending.signal.aborted || running.length > 0) throw error;
    if (ending.timeIsOver !== undefined) throw unanswered(ending.timeIsOver);
    // Whoever ends what has not found its exchange yet wants no error.
    for (const { log } of logged) log.info(STOPPED);
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

/** How long there is for reaching Kraken and trading there; none where it is at hand. */
function timeFor(bots: readonly BotToRun[]): number | undefined {
  return bots.find(({ plan }) => plan.mode !== 'rehearsal')?.plan.runsForMs;
}

/** @param over what is over: `--for 6 is over`. */
function unanswered(over: string): FathomError {
  return new FathomError('transport', `${over}, and Kraken has not answered: check the network`);
}

interface MarketsOptions extends RunBotsOptions {
  readonly time: Clock & Scheduler;
  readonly real: Clock & Scheduler;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly closing: Closing;
}

/** One way to the exchange for each mode: paper needs no keys, and live money is nothing for paper to be near. */
class Markets {
  readonly #options: MarketsOptions;
  readonly #open = new Map<Mode, Promise<MarketAccess>>();

  constructor(options: MarketsOptions) {
    this.#options = options;
  }

  of(plan: BotPlan): Promise<MarketAccess> {
    const known = this.#open.get(plan.mode);
    if (known !== undefined) return known;
    const opening = this.#reach(plan);
    this.#open.set(plan.mode, opening);
    return opening;
  }

  async #reach(plan: BotPlan): Promise<MarketAccess> {
    const { io, time, real, log, signal, keyFile, closing } = this.#options;
    const { mode } = plan;
    const random = { next: io.random };
    const rehearsal = mode === 'rehearsal' ? await openRehearsal({ ...plan, time, real, random }) : undefined;
    closing.push(() => rehearsal?.close());
    const access = await openMarket(io, { mode, time, real, rehearsal, keyFile, log, signal });
    closing.push(() => access.close());
    return access;
  }
}

interface LogContext {
  readonly time: Clock;
  /** Alone on the console; else its lines there begin with its name. */
  readonly isAlone: boolean;
  readonly tail: LogTail;
}

function openBotLog({ plan, watch, logFolder }: BotToRun, io: Io, { time, isAlone, tail }: LogContext): Promise<Log> {
  const { format, keepDays } = watch.log;
  const name = `${plan.identity.name} | `;
  const prefixed = {
    isTTY: io.out.isTTY,
    write: (text: string) => io.out.write(text.replace(/^(?=.)/gm, name)),
  };
  return openLog({
    folder: logFolder,
    bot: plan.identity,
    clock: time,
    random: { next: io.random },
    console: isAlone || format === 'json' ? io.out : prefixed,
    format,
    ...(keepDays !== undefined && { rotation: { keepDays } }),
    secrets: watch.secrets,
    onLine: (level, text) => tail.add(level, text),
    complain: (line) => io.err.write(`${line}\n`),
  });
}
