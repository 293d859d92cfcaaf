import { join } from 'node:path';
import { type Clock, Decimal, type Scheduler } from '@fathom/contracts';
import { type SocketTransport, systemTime, wsTransport } from '@fathom/exchange';
import { macd, macdBasic, parabolicSarStochastic, stochastic, stochasticSrMa } from '@fathom/strategies';
import type { Io } from '../../src/io.js';
import { openKraken } from '../../src/kraken.js';
import { marketAccess } from '../../src/trade/market-access.js';
import { RunningBot } from '../../src/trade/running-bot.js';
import { somePairs } from './dense-market.js';

/** What this process is told, in JSON, as its only argument; addresses and keys are in its environment. */
export interface LoadTold {
  readonly pairs: number;
  readonly seconds: number;
  readonly folder: string;
}

/** What it measured, from when all bots ran. */
export interface LoadMeasured {
  readonly bots: number;
  readonly seconds: number;
  readonly cpuMs: number;
  readonly candles: number;
  readonly orders: number;
  /** From the frame or the timer that an order follows from to its request being on its way, each order's, ascending: wall and CPU milliseconds. */
  readonly wallMs: readonly number[];
  readonly processorMs: readonly number[];
  readonly rssMiB: number;
}

const told: LoadTold = JSON.parse(process.argv[2] ?? '{}');
const STRATEGIES = [macd, macdBasic, stochastic, stochasticSrMa, parabolicSarStochastic];

/** When what is happening just now began: the arrival of a frame, or a timer that went off. */
const event = { at: 0, cpu: process.cpuUsage() };
function begins<T extends unknown[]>(act: (...args: T) => void): (...args: T) => void {
  return (...args) => {
    event.at = performance.now();
    event.cpu = process.cpuUsage();
    act(...args);
  };
}

const time: Clock & Scheduler = {
  now: () => systemTime.now(),
  after: (delayMs, task) => systemTime.after(delayMs, begins(task)),
};
const sockets = wsTransport();
const heard: SocketTransport = {
  open: (url, handlers) =>
    sockets.open(url, { ...handlers, received: begins((frame: string) => handlers.received(frame)) }),
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
};
const { rest, insist } = openKraken(io, { withKeys: true, isPatient: true });
await insist(() => rest.measureClock());
// Each bot asks what it pays and what there is; of a Starter's three calls in ten seconds that would take half an hour.
const first = {
  balances: rest.account.extendedBalances(),
  fees: insist(async () => rest.fees(await rest.pairs.find('BTC/USD'))),
};
rest.account.extendedBalances = () => first.balances;
rest.fees = () => first.fees;
const access = marketAccess({
  time,
  random: { next: () => Math.random() },
  rest,
  sockets: heard,
  wsUrl: process.env['KRAKEN_WS_URL'] ?? '',
  account: { url: process.env['KRAKEN_WS_AUTH_URL'] ?? '', onTrouble: () => undefined },
  insist,
});
const count = { candles: 0, orders: 0 };
const wallMs: number[] = [];
const processorMs: number[] = [];
const add = rest.orders.add.bind(rest.orders);
rest.orders.add = (order, options) => {
  const { user, system } = process.cpuUsage(event.cpu);
  wallMs.push(performance.now() - event.at);
  processorMs.push((user + system) / 1000);
  count.orders += 1;
  return add(order, options);
};

const bots: RunningBot[] = [];
for (const [pairNumber, { name, minQuantity }] of somePairs(told.pairs).entries()) {
  for (const [index, definition] of STRATEGIES.entries()) {
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
      },
    );
    bots.push(bot);
  }
}
for (const bot of bots) bot.start();
// What a start asks for comes before.
await new Promise((done) => setTimeout(done, 20_000));
process.send?.({ type: 'running' });
const began = performance.now();
const usage = process.cpuUsage();
const before = { ...count };
wallMs.length = 0;
processorMs.length = 0;
await new Promise((done) => setTimeout(done, told.seconds * 1000));
const { user, system } = process.cpuUsage(usage);
const ascending = (values: number[]) => values.toSorted((a, b) => a - b);
const measured: LoadMeasured = {
  bots: bots.length,
  seconds: (performance.now() - began) / 1000,
  cpuMs: (user + system) / 1000,
  candles: count.candles - before.candles,
  orders: count.orders - before.orders,
  wallMs: ascending(wallMs),
  processorMs: ascending(processorMs),
  rssMiB: process.memoryUsage().rss / 2 ** 20,
};
process.send?.({ type: 'measured', measured }, () => process.exit(0));
