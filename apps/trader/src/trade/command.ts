import { resolve } from 'node:path';
import { systemTime } from '@fathom/exchange';
import { modeBanner, openLog } from '@fathom/notifications';
import type { Io } from '../io.js';
import { healthOf } from '../watch/bot-health.js';
import { openOutlets } from '../watch/outlets.js';
import { planWatch } from '../watch/watch-plan.js';
import { liveBot } from './bot-life.js';
import { countDown } from './count-down.js';
import { Ending } from './ending.js';
import { openMarket } from './open-market.js';
import { planBot, type TradeFlags } from './plan-bot.js';
import { openRehearsal, REHEARSAL_SPEED } from './rehearsal.js';
import type { RunningBot } from './running-bot.js';
import { scaledTime } from './scaled-time.js';

/** `trader`: trades until it is interrupted. */
export async function startTrading(flags: TradeFlags, io: Io): Promise<void> {
  const plan = await planBot(flags, io);
  const watch = planWatch(flags, io.env);
  const { mode, identity } = plan;
  const real = io.network?.time ?? systemTime;
  const time = mode === 'rehearsal' ? scaledTime(real, REHEARSAL_SPEED) : real;
  const random = { next: io.random };
  const { format, keepDays } = watch.log;
  const log = await openLog({
    folder: resolve(io.cwd, 'logs'),
    bot: identity,
    clock: time,
    random,
    console: io.out,
    format,
    ...(keepDays !== undefined && { rotation: { keepDays } }),
    secrets: watch.secrets,
    complain: (line) => io.err.write(`${line}\n`),
  });
  const ending = new Ending({ io, scheduler: real });
  const bots: RunningBot[] = [];
  const closing: (() => Promise<void> | void)[] = [() => log.close(), () => ending.close()];
  try {
    log.info(modeBanner(mode === 'live' ? 'live' : 'paper', identity));
    const outlets = await openOutlets({ plan: watch, time: real, log, health: () => healthOf(bots, real) });
    closing.push(() => outlets.close());
    const rehearsal = mode === 'rehearsal' ? await openRehearsal({ ...plan, time, random }) : undefined;
    closing.push(() => rehearsal?.close());
    const { signal } = ending;
    const access = await openMarket(io, { mode, time, watch: real, rehearsal, keyFile: flags.keyFile, log, signal });
    closing.push(() => access.close());
    await liveBot({
      io,
      log,
      plan,
      exchange: flags.exchange,
      access,
      outlets,
      real,
      ending,
      onOpen: async (bot) => {
        bots.push(bot);
        if (mode === 'live') await countDown(log, real, signal);
        if (plan.runsForMs !== undefined) ending.after(plan.runsForMs);
      },
    });
  } catch (error) {
    // Whoever ends a bot that has not found its exchange yet wants no error.
    if (!ending.signal.aborted || bots.length > 0) throw error;
    log.info('Stopped before it began');
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}
