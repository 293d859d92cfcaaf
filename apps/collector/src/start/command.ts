import { relative, resolve } from 'node:path';
import { UsageError } from '@fathom/contracts';
import { ConnectionBudget, krakenEndpoints, type SocketWorld, wsTransport } from '@fathom/exchange';
import { botOf, openLog, openStatsd } from '@fathom/notifications';
import { storeOf } from '@fathom/recordings';
import { Failure } from '../failure.js';
import { openCaptureDashboard } from '../dashboard/capture-dashboard.js';
import type { Io } from '../io.js';
import { bytes, many, share } from '../text/amounts.js';
import { shortDuration } from '../text/duration.js';
import { choosePairs } from './choose-pairs.js';
import { Collector } from './collector.js';
import { InstrumentWatch } from './instrument-watch.js';
import { planStart, type StartFlags, type StartPlan } from './options.js';
import { openRehearsal } from './rehearsal.js';
import { Reporter } from './reporter.js';
import { Store } from './store.js';
import { UnreachedError } from './unreached-error.js';
import { type Note, totalsOf } from './view.js';

const REMEDY = 'check the network; collector start -x rehearsal needs none';

/**
 * Collects until somebody ends it, its time is up, or nothing can be written any more.
 * @throws {DataError} then. @throws {UnreachedError} when its time is up and Kraken was never reached.
 */
export async function startCollecting(flags: StartFlags, io: Io): Promise<void> {
  const plan = planStart(flags);
  const folder = resolve(io.cwd, plan.folder);
  const hasScreen = flags.screen ?? io.out.isTTY === true;
  const early: Note[] = [];
  const told = {
    note: (note: Note): void => {
      early.push(note);
    },
  };
  const store = await Store.open({
    folder,
    ...storeOf(flags, io),
    io,
    keep: {
      ...(plan.keepMs !== undefined && { maxAgeMs: plan.keepMs }),
      ...(plan.keepBytes !== undefined && { maxBytes: plan.keepBytes }),
    },
    onNote: (level, text) => told.note({ time: io.time.now(), level, text }),
  });
  let reason = 'asked to stop';
  let failure: Error | undefined;
  let reporter: Reporter | undefined;
  const closing: (() => void)[] = [];
  try {
    const log = await openLog({
      folder: resolve(io.cwd, 'logs'),
      bot: botOf(io.cwd),
      clock: io.time,
      random: io.random,
      console: hasScreen ? false : io.out,
      complain: (line) => io.err.write(`${line}\n`),
    });
    closing.push(() => log.close());
    const metrics =
      flags.statsd === undefined ? undefined : await openMetrics(flags.statsd, io, (line) => log.warn(line));
    closing.push(() => metrics?.close());
    const rehearsal = plan.isRehearsal ? await openRehearsal(io.time, io.random) : undefined;
    closing.push(() => rehearsal?.close());
    const running = new Reporter({
      io,
      log,
      folder,
      shownFolder: relative(io.cwd, folder) || '.',
      exchange: plan.isRehearsal ? 'a local Kraken' : 'Kraken',
      hasScreen,
      metrics,
    });
    reporter = running;
    const dashboard = await openCaptureDashboard(flags, {
      io,
      log,
      folder,
      store: storeOf(flags, io).store,
      reporter: running,
    });
    closing.push(() => void dashboard?.close());
    told.note = (note) => running.note(note);
    for (const note of early) running.note(note);
    reason = await collect({ plan, io: rehearsal === undefined ? io : { ...io, network: rehearsal }, reporter, store });
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // The last word comes while the folder is still held: who starts next there has the next one.
    reporter?.close(failure === undefined ? 'stopped' : 'failed', failure?.message ?? reason);
    try {
      await store.close(failure?.message ?? reason).catch((error: unknown) => {
        reporter?.close('failed', error instanceof Error ? error.message : String(error));
        throw error;
      });
      if (failure === undefined && reporter !== undefined) {
        io.out.write(summary(reporter, folder));
        await store.sealRest();
      }
    } finally {
      // What is left open would keep the process, and a supervisor would not start it again.
      for (const close of closing.toReversed()) close();
    }
  }
}

interface Running {
  readonly plan: StartPlan;
  readonly io: Io;
  readonly reporter: Reporter;
  readonly store: Store;
}

/** @returns why it ended. */
async function collect({ plan, io, reporter, store }: Running): Promise<string> {
  const url = plan.isRehearsal ? 'ws://rehearsal/v2' : krakenEndpoints(io.env).ws;
  const world: SocketWorld = {
    clock: io.time,
    scheduler: io.time,
    random: io.random,
    transport: io.network?.sockets ?? wsTransport(),
    budget: new ConnectionBudget(),
  };
  let trouble: string | undefined;
  let isTimeUp = false;
  const over = new AbortController();
  const ended = Promise.race([
    io.untilEnded().then(() => 'asked to stop'),
    ...(plan.forMs === undefined ? [] : [after(io, plan.forMs, over.signal).finally(() => (isTimeUp = true))]),
    store.failed,
  ]);
  let isFirst = true;
  const instruments = new InstrumentWatch({
    world,
    url,
    onTrouble: (reason) => {
      reporter.trouble(reason);
      trouble = reason;
      if (isFirst) reporter.say('warn', `Kraken cannot be reached (${reason}): trying again; ${REMEDY}`);
      isFirst = false;
    },
    onStatus: (pair, status) => reporter.say('info', `${pair} is ${status}`),
  });
  let collector: Collector | undefined;
  try {
    const all = await Promise.race([instruments.first, ended]);
    if (typeof all === 'string') {
      if (isTimeUp && trouble !== undefined) {
        throw new UnreachedError(`${all} and Kraken was never reached: nothing is recorded (${trouble})`);
      }
      return all;
    }
    let unheard = '';
    const onTrouble = (reason: string): void => {
      unheard = ` (${reason})`;
    };
    const choice = choosePairs(all, plan, { io, signal: over.signal, onTrouble });
    // Whoever ends it before Kraken has told wants no error.
    choice.catch(() => undefined);
    const chosen = await Promise.race([choice, ended]);
    if (typeof chosen === 'string') {
      if (!isTimeUp) return chosen;
      throw new UnreachedError(
        `${chosen} and Kraken did not say which pairs are traded most: nothing is recorded${unheard}`,
      );
    }
    const { pairs, complaints } = chosen;
    for (const complaint of complaints) reporter.say('warn', `${complaint}; the others go on`);
    reporter.say(
      'info',
      `collecting ${namesOf(pairs)} at depth ${plan.depth}${plan.hasTrades ? ', with market trades' : ''}`,
    );
    const failure = new Failure();
    collector = new Collector({
      world,
      url,
      writer: store.writer,
      pairs,
      hasTrades: plan.hasTrades,
      onNote: (note) => reporter.note(note),
      onFailed: (error) => failure.fail(error),
    });
    reporter.watch(collector, store.writer);
    return await Promise.race([ended, failure.promise]);
  } finally {
    over.abort();
    instruments.close();
    collector?.stop();
    reporter.end();
  }
}

/** Never settles when it is over before: a timer that is left behind would keep the process. */
function after(io: Io, ms: number, signal: AbortSignal): Promise<string> {
  return new Promise((done) => {
    const cancel = io.time.after(ms, () => done(`its ${shortDuration(ms)} were up`));
    signal.addEventListener('abort', cancel, { once: true });
  });
}

function namesOf(pairs: readonly { readonly name: string }[]): string {
  const [first, ...others] = pairs.map(({ name }) => name);
  if (others.length <= 3) return [first, ...others].join(', ');
  return `${first} and ${others.length} more`;
}

async function openMetrics(address: string, io: Io, onTrouble: (line: string) => void) {
  const [, host = '', port] = /^([^:\s]+)(?::(\d{1,5}))?$/.exec(address) ?? [];
  if (host === '') throw new UsageError(`--statsd ${address} is not HOST or HOST:PORT`);
  return openStatsd({ host, ...(port !== undefined && { port: Number(port) }), time: io.time, onTrouble });
}

function summary(reporter: Reporter, folder: string): string {
  const { view } = reporter;
  const { kept, verified, trades, gaps } = totalsOf(view);
  const lasted = shortDuration(view.now - view.startedAt);
  return `${many(kept, 'message')} (${share(verified, kept)} verified) and ${many(trades, 'trade')} in ${lasted}, ${many(gaps, 'gap')}, ${bytes(view.writtenBytes)} into ${folder}\n`;
}
