import { resolve } from 'node:path';
import { type Scheduler, UsageError } from '@fathom/contracts';
import { systemTime } from '@fathom/exchange';
import { isNamed } from './is-named.js';
import type { Io } from '../io.js';
import { type BotState, botStates } from './bot-state.js';
import { RUN_FOLDER, RunFiles } from './run-files.js';
import { noSuchBot } from './status-command.js';
import { readStopWish, resumeCommand, stopWishText } from './stop-wish.js';

export interface StopFlags {
  /** A bot's name. */
  readonly bot?: string;
  /** All bots of this folder. */
  readonly all?: boolean;
  readonly now?: boolean;
  readonly resume?: boolean;
  readonly reason?: string;
}

const LOOK_MS = 200;
const PATIENCE_MS = 10_000;

/**
 * `trader stop`: a bot, or all, enter nothing until they are resumed. Waits until those that run have heard it.
 * @throws {UsageError} for a bot nobody knows here, or contradictory wishes.
 */
export async function stopBots(flags: StopFlags, io: Io): Promise<void> {
  check(flags);
  const files = new RunFiles(resolve(io.cwd, RUN_FOLDER));
  const known = await botStates(files, io.now());
  const bots = flags.bot === undefined ? known : known.filter(({ health }) => isNamed(health.bot, flags.bot ?? ''));
  if (flags.bot !== undefined && bots.length === 0) throw noSuchBot(flags.bot, known);
  if (flags.resume === true) letEnter(flags, bots, files, io);
  else stopEntering(flags, bots, files, io);
  await Promise.all(bots.map((bot) => report(bot, flags, files, io)));
}

function check({ bot, all, now, resume }: StopFlags): void {
  if ((bot === undefined) === (all !== true)) throw new UsageError('say which bot: --bot NAME, or --all');
  if (now === true && resume === true) throw new UsageError('--now and --resume exclude each other');
}

function stopEntering({ all, now, reason }: StopFlags, bots: readonly BotState[], files: RunFiles, io: Io): void {
  const text = stopWishText({ by: whoIs(io), reason: reason ?? 'trader stop', isClosing: now === true });
  if (all === true) files.write(files.stopPath(), text);
  for (const { key } of bots) {
    files.remove(files.resumePath(key));
    if (all !== true) files.write(files.stopPath(key), text);
  }
}

function letEnter({ all }: StopFlags, bots: readonly BotState[], files: RunFiles, io: Io): void {
  const ofAll = files.read(files.stopPath());
  if (all === true) files.remove(files.stopPath());
  else if (ofAll !== undefined) {
    const { by, reason } = readStopWish(ofAll);
    throw new UsageError(`all bots are stopped by ${by} (${reason}): ${resumeCommand(undefined)} ends that`);
  }
  for (const { key } of bots) {
    files.remove(files.stopPath(key));
    files.write(files.resumePath(key), `${whoIs(io)}\n`);
  }
}

/** Says what has come of it, once it has. */
async function report({ key, life, health }: BotState, flags: StopFlags, files: RunFiles, io: Io): Promise<void> {
  const name = `${health.bot.name} (${health.mode})`;
  const wanted = flags.resume === true ? 'enters again' : 'enters nothing any more';
  if (life !== 'alive' || health.state === 'waiting') {
    const what = life === 'stale' ? 'hangs' : life === 'alive' ? 'waits for the exchange' : 'is not running';
    const stopped = `will enter nothing when it starts${flags.now === true ? ', and close what is open then' : ''}`;
    const later = flags.resume === true ? 'may enter when it starts' : stopped;
    io.out.write(`${name} ${what}: it ${later}\n`);
    return;
  }
  const time = io.network?.time ?? systemTime;
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_MS) {
    const now = (await botStates(files, io.now())).find((one) => one.key === key)?.health;
    if (now !== undefined && (now.state === 'halted') !== (flags.resume === true)) {
      const open = now.openTrades > 0 ? `; ${now.openTrades} trade(s) open` : '; no trade is open';
      io.out.write(`${name} ${wanted}${open}\n`);
      return;
    }
    await pause(time, LOOK_MS);
  }
  io.out.write(`${name} has not answered for ${PATIENCE_MS / 1000} s; trader status says how it is\n`);
}

function pause(time: Scheduler, ms: number): Promise<void> {
  return new Promise((done) => {
    time.after(ms, done);
  });
}

function whoIs({ env }: Io): string {
  return env['USER'] || env['LOGNAME'] || env['USERNAME'] || 'somebody';
}
