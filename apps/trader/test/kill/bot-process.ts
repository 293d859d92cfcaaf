import { join } from 'node:path';
import { Decimal } from '@fathom/contracts';
import { fetchTransport, wsTransport } from '@fathom/exchange';
import { SeededRandom } from '@fathom/testkit';
import { z } from 'zod';
import type { Io } from '../../src/io.js';
import { openKraken } from '../../src/kraken.js';
import { marketAccess } from '../../src/trade/market-access.js';
import { RunningBot } from '../../src/trade/running-bot.js';
import { LIMITS, QUANTITY } from '../proofs/evidence.js';
import { type Mood, Whim } from '../proofs/whim.js';
import { fastTime, type Pace } from './fast-time.js';

/** What a process of this file is told, in JSON, as its only argument. Its addresses and keys are in the environment. */
export interface BotTold extends Pace {
  readonly seed: number;
  readonly folder: string;
  readonly mood: Mood['current'];
}

/** What it tells: that it trades, once; and how it stands, about every ten seconds of its own. */
export type BotTells =
  | { readonly type: 'trading' }
  | {
      readonly type: 'state';
      readonly now: number;
      readonly unknown: number;
      readonly active: number;
      readonly open: number;
      readonly closed: number;
    };

const BOT_ID = 320;
const TELL_MS = 10_000;

const told: BotTold = JSON.parse(process.argv[2] ?? '{}');
const time = fastTime(told);
const random = new SeededRandom(told.seed);
const mood: Mood = { current: told.mood };
const silent = { write: () => true };
const io: Io = {
  out: silent,
  err: silent,
  cwd: told.folder,
  env: process.env,
  network: { transport: fetchTransport({ scheduler: time }), time },
  now: () => time.now(),
  stopwatch: () => performance.now(),
  random: () => random.next(),
};
const { rest, insist } = openKraken(io, { withKeys: true, isPatient: true });
await insist(() => rest.measureClock());
const access = marketAccess({
  time,
  random,
  rest,
  sockets: wsTransport(),
  wsUrl: process.env['KRAKEN_WS_URL'] ?? '',
  account: { url: process.env['KRAKEN_WS_AUTH_URL'] ?? '', onTrouble: () => undefined },
  insist,
});
const bot = await RunningBot.open(
  {
    identity: { id: BOT_ID, name: 'kill' },
    mode: 'live',
    pair: 'BTC/USD',
    interval: 1,
    source: 'market-trades',
    definition: {
      name: 'whim',
      label: 'Whim',
      description: 'Wants something at random',
      schema: z.looseObject({}),
      create: () => new Whim(random, mood),
    },
    config: {},
    sizing: { type: 'quantity', quantity: QUANTITY },
    limits: LIMITS,
    balance: Decimal.ZERO,
    fees: { takerPercent: Decimal.ZERO, makerPercent: Decimal.ZERO },
    onStop: 'leave',
    runsForMs: undefined,
    ledgerFolder: join(told.folder, 'ledgers'),
  },
  access,
  {
    onEnd: (error) => {
      console.error(error);
      process.exit(1);
    },
  },
);
bot.start();
tell({ type: 'trading' });
process.on('message', (wanted: Mood['current']) => {
  mood.current = wanted;
});
process.on('disconnect', () => process.exit(0));
process.once('SIGTERM', () => void stop());
state();

function state(): void {
  const { ledger, unknownOrders } = bot;
  const { open, closed } = ledger;
  const active = ledger.activeOrders().length;
  tell({
    type: 'state',
    now: rest.now(),
    unknown: unknownOrders,
    active,
    open: open.length,
    closed: closed.length,
  });
  time.after(TELL_MS, state);
}

async function stop(): Promise<void> {
  const left = await bot.stop({ isClosing: false, reason: 'stopped', deadlineMs: 30_000 });
  access.close();
  process.exit(left === undefined ? 0 : 1);
}

function tell(what: BotTells): void {
  if (process.connected) process.send?.(what);
}
