import { resolve } from 'node:path';
import type { Clock, Scheduler } from '@fathom/contracts';
import { systemTime } from '@fathom/exchange';
import { type Log, modeBanner, openLog, tradingBanner } from '@fathom/notifications';
import type { Io } from '../io.js';
import type { BotPlan } from './bot-plan.js';
import { countDown } from './count-down.js';
import type { MarketAccess } from './market-access.js';
import { openMarket } from './open-market.js';
import { planBot, type TradeFlags } from './plan-bot.js';
import { openRehearsal, REHEARSAL_SPEED } from './rehearsal.js';
import { RunningBot } from './running-bot.js';
import { scaledTime } from './scaled-time.js';
import { logEnd, logObserver } from './trade-log.js';

/** What stopping may take before it is given up, milliseconds. */
const STOP_DEADLINE_MS = 10_000;

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
    const access = await openMarket(io, { mode, time, rehearsal, keyFile: flags.keyFile, log });
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
  let failure: { readonly error: unknown } | undefined;
  const ended = new AbortController();
  const bot: RunningBot = await RunningBot.open(
    plan,
    access,
    logObserver(log, {
      bot: () => bot,
      onEnd: (error) => {
        failure = { error };
        ended.abort();
      },
    }),
  );
  try {
    log.info(
      tradingBanner({
        instrumentId: bot.pair.id,
        exchange: flags.exchange,
        strategyLabel: plan.definition.label,
        period: plan.interval,
      }),
    );
    const { path, replayed } = bot.memory;
    log.info(`Ledger: ${path}${replayed > 1 ? `, ${replayed} events so far` : ''}`);
    if (plan.mode === 'live') await countDown(log, real);
    bot.start();
    await Promise.race([aborted(ended.signal), io.untilEnded?.() ?? NEVER, forSeconds(flags, real)]);
    if (failure !== undefined) throw failure.error;
    const left = await bot.stop({ isClosing: false, reason: 'stopped', deadlineMs: STOP_DEADLINE_MS });
    if (left !== undefined) log.warn(`stopped with ${left}: looked for at the next start`);
    logEnd(log, bot.ledger, bot.pair);
  } finally {
    bot.close();
  }
}

const NEVER = new Promise<never>(() => undefined);

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    signal.addEventListener('abort', () => done(), { once: true });
  });
}

function forSeconds({ for: seconds }: TradeFlags, real: Scheduler): Promise<void> {
  if (seconds === undefined) return NEVER;
  return new Promise((done) => {
    real.after(Number(seconds) * 1000, done);
  });
}
