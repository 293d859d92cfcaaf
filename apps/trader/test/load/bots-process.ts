import { join } from 'node:path';
import { type Clock, Decimal, type Instrument, type Scheduler } from '@fathom/contracts';
import {
  fetchTransport,
  type HttpTransport,
  type SocketFrame,
  type SocketTransport,
  systemTime,
  wsTransport,
} from '@fathom/exchange';
import { macd, macdBasic, parabolicSarStochastic, stochastic, stochasticSrMa } from '@fathom/strategies';
import type { Io } from '../../src/io.js';
import { openKraken } from '../../src/kraken.js';
import { marketAccess } from '../../src/trade/market-access.js';
import { RunningBot } from '../../src/trade/running-bot.js';
import { somePairs } from './dense-market.js';
import { loadTime, type LoadTime } from './load-time.js';

/** What this process is told, in JSON, as its only argument; addresses and keys are in its environment. */
export interface LoadTold extends LoadTime {
  readonly pairs: number;
  readonly seconds: number;
  readonly folder: string;
  /** Collect everything ten times and say what is left; whoever waits for an order meanwhile waits longer. */
  readonly isWeighed: boolean;
}

/** What it tells: how far it is, that all bots run and are being measured, and what was found. */
export type LoadTells =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'running' }
  | { readonly type: 'measured'; readonly measured: LoadMeasured };

/** What it measured, from when all bots ran. */
export interface LoadMeasured {
  readonly bots: number;
  readonly seconds: number;
  readonly cpuMs: number;
  readonly candles: number;
  readonly orders: number;
  /** Lost connections, as each bot heard of them. */
  readonly outages: number;
  /** From the frame or the timer that an order follows from to its request being on its way, each order's, ascending, milliseconds. */
  readonly latencyMs: readonly number[];
  readonly rssMiB: number;
  /** What lives, after each tenth of the time; empty unless asked for. */
  readonly heapMiB: readonly number[];
}

const told: LoadTold = JSON.parse(process.argv[2] ?? '{}');
/** What a start asks for, and what V8 compiles, comes before. */
const SETTLE_S = 20;
const TENTHS = 10;
const STRATEGIES = [macd, macdBasic, stochastic, stochasticSrMa, parabolicSarStochastic];

/** When what is happening just now began: the arrival of a frame or an answer, or a timer that went off. */
const event = { at: 0 };
function begins<T extends unknown[]>(act: (...args: T) => void): (...args: T) => void {
  return (...args) => {
    event.at = performance.now();
    act(...args);
  };
}

const tell = (message: LoadTells, then = () => {}) => process.send?.(message, then);
const timesEvents = (real: Clock & Scheduler): Clock & Scheduler => ({
  now: () => real.now(),
  after: (delayMs, task) => real.after(delayMs, begins(task)),
});
const time = timesEvents(loadTime(told));
const wire = timesEvents(systemTime);
const sockets = wsTransport();
const http = fetchTransport();
const answered: HttpTransport = async (request) => {
  const answer = await http(request);
  begins(() => {})();
  return answer;
};
const heard: SocketTransport = {
  open: (url, handlers) =>
    sockets.open(url, { ...handlers, received: begins((frame: SocketFrame) => handlers.received(frame)) }),
};
const silent = { write: () => true };
const io: Io = {
  out: silent,
  err: silent,
  cwd: told.folder,
  env: process.env,
  now: () => time.now(),
  stopwatch: () => performance.now(),
  random: () => Math.random(),
  // How long the network takes does not change with the speed.
  network: { transport: answered, time, wire },
};
const { rest, insist } = openKraken(io, { withKeys: true, isPatient: true });
await insist(() => rest.measureClock());
const access = marketAccess({
  time,
  real: wire,
  random: { next: () => Math.random() },
  rest,
  sockets: heard,
  wsUrl: process.env['KRAKEN_WS_URL'] ?? '',
  account: { url: process.env['KRAKEN_WS_AUTH_URL'] ?? '', onTrouble: () => undefined },
  insist,
});
const count = { candles: 0, orders: 0, outages: 0 };
const latencyMs: number[] = [];
const add = rest.orders.add.bind(rest.orders);
rest.orders.add = (order, options) => {
  latencyMs.push(performance.now() - event.at);
  count.orders += 1;
  return add(order, options);
};

let opened = 0;
const opening = time.now();
// As a fleet does: all at once.
const bots = await Promise.all(somePairs(told.pairs).flatMap(botsOn));
tell({ type: 'progress', text: `all opened, after ${Math.round((time.now() - opening) / 1000)} s by their own clock` });
for (const bot of bots) bot.start();
tell({ type: 'progress', text: `all started, measured from ${SETTLE_S} s on for ${told.seconds} s` });
await pause(SETTLE_S);
tell({ type: 'running' });
const began = performance.now();
const usage = process.cpuUsage();
const before = { ...count };
latencyMs.length = 0;
const heapMiB: number[] = [];
for (let tenth = 1; tenth <= TENTHS; tenth += 1) {
  await pause(told.seconds / TENTHS);
  if (!told.isWeighed) continue;
  gc?.();
  heapMiB.push(process.memoryUsage().heapUsed / 2 ** 20);
  tell({
    type: 'progress',
    text: `${tenth} of ${TENTHS} tenths: ${count.orders} orders, ${heapMiB.at(-1)?.toFixed(1)} MiB`,
  });
}
const { user, system } = process.cpuUsage(usage);
const measured: LoadMeasured = {
  bots: bots.length,
  seconds: (performance.now() - began) / 1000,
  cpuMs: (user + system) / 1000,
  candles: count.candles - before.candles,
  orders: count.orders - before.orders,
  outages: count.outages - before.outages,
  latencyMs: latencyMs.toSorted((a, b) => a - b),
  rssMiB: process.memoryUsage().rss / 2 ** 20,
  heapMiB,
};
tell({ type: 'measured', measured }, () => process.exit(0));

function pause(seconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, seconds * 1000));
}

function botsOn({ name, minQuantity }: Instrument, pairNumber: number): Promise<RunningBot>[] {
  return STRATEGIES.map(async (definition, index) => {
    const bot = await RunningBot.open(
      {
        identity: { id: 100 + pairNumber * STRATEGIES.length + index, name: `${name} ${definition.name}` },
        mode: 'live',
        pair: name,
        interval: 1,
        source: 'market-trades',
        definition,
        config: definition.schema.parse({}),
        sizing: { type: 'quantity', quantity: minQuantity.isLessThan(Decimal.ONE) ? Decimal.ONE : minQuantity },
        balance: Decimal.ZERO,
        fees: { takerPercent: Decimal.ZERO, makerPercent: Decimal.ZERO },
        onStop: 'leave',
        runsForMs: undefined,
        ledgerFolder: join(told.folder, 'ledgers'),
      },
      access,
      {
        onCandle: ({ origin }) => {
          if (origin === 'live') count.candles += 1;
        },
        onFeed: ({ type }) => {
          if (type === 'feed-disconnected') count.outages += 1;
        },
      },
    );
    opened += 1;
    if (opened % 50 === 0)
      tell({ type: 'progress', text: `${opened} of ${told.pairs * STRATEGIES.length} bots opened` });
    return bot;
  });
}
