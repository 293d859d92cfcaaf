import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Decimal } from '@fathom/contracts';
import { fetchTransport, KrakenRest, MemoryNonce, Secret } from '@fathom/exchange';
import { SqliteLedger } from '@fathom/storage';
import { SeededRandom } from '@fathom/testkit';
import { records } from '../proofs/evidence.js';
import { type Verdict, verdict } from '../proofs/verdict.js';
import type { Mood } from '../proofs/whim.js';
import type { BotTells, BotTold } from './bot-process.js';
import { fastTime, type Pace } from './fast-time.js';
import type { KrakenTells, KrakenTold } from './kraken-process.js';

/** What a run came to. */
export interface KillRun extends Verdict {
  readonly kills: number;
  /** Of those, while the process was still starting. */
  readonly whileStarting: number;
  /** Of those, within 40 ms of a call that changes an order. */
  readonly amidOrders: number;
  readonly fills: number;
  readonly seconds: number;
}

export interface KillRunOptions {
  readonly kills: number;
  readonly seed: number;
  readonly onKill?: (kills: number) => void;
}

/** A minute of the market lasts three seconds. */
const SPEED = 20;
/** A life is cut off so long after it began to trade, at the latest, milliseconds; some never come to that. */
const LONGEST_LIFE_MS = 5_000;
const STARTING = 0.15;
const LONGEST_START_MS = 2_000;
const AMID_ORDERS_MS = 40;
/** What the bot may take, once nobody kills it, to know everything and sell everything, and then to trade once more. */
const PATIENCE_MS = 180_000;
const CHANGES_ORDERS = new Set(['AddOrder', 'CancelOrder', 'AmendOrder']);

type Ready = Extract<KrakenTells, { type: 'ready' }>;
type State = Extract<BotTells, { type: 'state' }>;

/**
 * A bot in a process of its own trades on a local Kraken in another, over HTTP and WebSocket on this machine, and is
 * killed with SIGKILL at random moments, half of them amid orders. Then it is left alone, trades once more, is stopped, and
 * is judged by Kraken's records and the file of its ledger.
 */
export async function killRun({ kills: wanted, seed, onKill }: KillRunOptions): Promise<KillRun> {
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'fathom-kill-'));
  const random = new SeededRandom(seed);
  const pace: Pace = { since: Date.now(), speed: SPEED };
  const minutes = Math.ceil(((wanted * (LONGEST_LIFE_MS + 5000) + 3 * PATIENCE_MS) * SPEED) / 60_000);
  const kraken = child('./kraken-process.ts', { ...pace, seed, minutes } satisfies KrakenTold);
  const count = { kills: 0, whileStarting: 0, amidOrders: 0 };
  try {
    const ready = await new Promise<Ready>((resolve, reject) => {
      kraken.on('message', (told: KrakenTells) => told.type === 'ready' && resolve(told));
      kraken.once('exit', () => reject(new Error('the local Kraken ended')));
    });
    const [key, auditKey] = ready.keys;
    if (key === undefined || auditKey === undefined) throw new Error('the local Kraken gave no keys');
    const env = {
      HOME: folder,
      KRAKEN_REST_URL: ready.restUrl,
      KRAKEN_WS_URL: ready.wsUrl,
      KRAKEN_WS_AUTH_URL: ready.wsAuthUrl,
      KRAKEN_API_KEY: key.key,
      KRAKEN_API_SECRET: key.secret,
    };
    const start = (mood: Mood['current'], life: number) =>
      child('./bot-process.ts', { ...pace, seed: seed * 1000 + life, folder, mood } satisfies BotTold, env);

    while (count.kills < wanted) {
      const how = await oneLife(start('wild', count.kills), kraken, random);
      count.kills += 1;
      count.whileStarting += how === 'starting' ? 1 : 0;
      count.amidOrders += how === 'orders' ? 1 : 0;
      onKill?.(count.kills);
    }
    const last = start('calm', wanted);
    const calm = await until(last, ({ unknown, active, open }) => unknown + active + open === 0);
    last.send('once');
    const end = await until(last, ({ closed, active, open }) => closed > calm.closed && active + open === 0);
    await stopped(last);

    const time = fastTime(pace);
    const audit = new KrakenRest({
      keys: { key: new Secret(auditKey.key), secret: new Secret(auditKey.secret), origin: 'audit' },
      nonces: new MemoryNonce(time),
      endpoints: { rest: ready.restUrl, ws: ready.wsUrl, wsAuth: ready.wsAuthUrl },
      transport: fetchTransport({ scheduler: time }),
      time,
      tier: 'pro',
    });
    const found = await records(audit);
    const store = await kept(join(folder, 'ledgers', '320-live.sqlite'));
    const { broken, orders } = verdict({
      records: found,
      store,
      startBalance: Decimal.ZERO,
      alarms: [],
      unknownOrders: end.unknown,
      // It leaves everything as soon as nobody kills it.
      unguarded: [],
      calmSince: calm.now,
    });
    return { broken, orders, ...count, fills: found.fills.length, seconds: (Date.now() - began) / 1000 };
  } finally {
    kraken.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lets a bot live for a while and kills it. @returns what it was doing. */
function oneLife(
  bot: ChildProcess,
  kraken: ChildProcess,
  random: SeededRandom,
): Promise<'starting' | 'orders' | 'else'> {
  return new Promise((resolve, reject) => {
    let doing: 'starting' | 'orders' | 'else' = 'starting';
    const kill = () => {
      bot.kill('SIGKILL');
    };
    const life = random.next();
    let lives = random.next() < STARTING ? setTimeout(kill, life * LONGEST_START_MS) : undefined;
    const isAmidOrders = random.next() < 0.5;
    const called = (told: KrakenTells) => {
      if (!isAmidOrders || told.type !== 'call' || !CHANGES_ORDERS.has(told.method) || doing === 'orders') return;
      doing = 'orders';
      setTimeout(kill, random.next() * AMID_ORDERS_MS);
    };
    kraken.on('message', called);
    bot.on('message', ({ type }: BotTells) => {
      if (type !== 'trading') return;
      doing = 'else';
      lives ??= setTimeout(kill, life * LONGEST_LIFE_MS);
    });
    bot.once('exit', (code, signal) => {
      clearTimeout(lives);
      kraken.off('message', called);
      if (signal === 'SIGKILL') resolve(doing);
      else reject(new Error(`the bot ended by itself with ${code}`));
    });
  });
}

/** Waits for what a bot tells of itself. */
function until(bot: ChildProcess, isIt: (state: State) => boolean): Promise<State> {
  return new Promise((resolve, reject) => {
    let newest: State | undefined;
    const late = setTimeout(
      () => reject(new Error(`after ${PATIENCE_MS / 1000} s the bot still says ${JSON.stringify(newest)}`)),
      PATIENCE_MS,
    );
    bot.once('exit', (code) => reject(new Error(`the bot ended by itself with ${code}`)));
    bot.on('message', function heard(told: BotTells) {
      if (told.type !== 'state') return;
      newest = told;
      if (!isIt(told)) return;
      clearTimeout(late);
      bot.off('message', heard);
      resolve(told);
    });
  });
}

function stopped(bot: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    bot.removeAllListeners('exit');
    bot.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the bot stopped with ${code}`))));
    bot.kill('SIGTERM');
  });
}

async function kept(path: string) {
  const store = await SqliteLedger.open(path, { botId: '320' });
  try {
    return [...store.events()].map(({ event }) => event);
  } finally {
    store.close();
  }
}

function child(file: string, told: object, env: Readonly<Record<string, string>> = {}): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(told)], {
    execArgv: ['--import', 'tsx', '--conditions=@fathom/source'],
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
