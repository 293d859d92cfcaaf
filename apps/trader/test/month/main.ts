/**
 * Memory of one paper bot over a simulated month, trading every few minutes, measured after a full garbage collection at
 * the end of each week. `node --expose-gc --import tsx --conditions=@fathom/source apps/trader/test/month/main.ts`, with
 * `--days 30` and `--folder /dev/shm`, where the ledger is written.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Decimal, type Strategy, type StrategyDefinition } from '@fathom/contracts';
import { fetchTransport, findInstrument, KrakenRest } from '@fathom/exchange';
import { inMemoryTransport, LocalKraken, ReplayedMarket } from '@fathom/kraken-simulator';
import { SharedFeed } from '@fathom/trading';
import { SeededRandom } from '@fathom/testkit';
import type { MarketAccess } from '../../src/trade/market-access.js';
import { RunningBot } from '../../src/trade/running-bot.js';
import { SharedAccount } from '../../src/trade/shared-account.js';
import { SharedDeadMan } from '../../src/trade/shared-dead-man.js';
import { SharedHistory } from '../../src/trade/shared-history.js';
import { botPlan } from '../local-market.js';
import { HurriedTime } from './hurried-time.js';
import { QuietFeed } from './quiet-feed.js';

const BEGIN = Date.UTC(2026, 7, 2);
const MINUTE = 60_000;
const DAY = 86_400_000;
const TOLD_EVERY_MS = 10_000;

const { values } = parseArgs({ options: { days: { type: 'string' }, folder: { type: 'string' } } });
const days = Number(values.days ?? 30);

/** In with a stop at every fifth minute, out two later, and an entry that rests and is taken back in between. */
const onCandle: Strategy['onCandle'] = ({ openTime, close }, { open, pending }) => {
  const minute = (openTime / MINUTE) % 5;
  const enter = { action: 'enter', side: 'long', reason: 'busy', price: close } as const;
  const exits = open.map(({ id }) => ({ action: 'exit', tradeId: id, reason: 'busy' }) as const);
  const withdrawals = pending.map(({ tradeId }) => ({ action: 'withdraw', tradeId, reason: 'busy' }) as const);
  if (minute === 0 && open.length === 0) return [{ ...enter, stopPrice: close - 20 }];
  if (minute === 2) return exits;
  if (minute === 3) return [{ ...enter, limitPrice: close - 20 }];
  return minute === 4 ? withdrawals : [];
};

const definition: StrategyDefinition = {
  name: 'busy',
  label: 'Busy',
  description: 'trades all the time',
  schema: { parse: () => ({}) },
  create: () => ({ name: 'busy', label: 'Busy', warmup: 1, config: {}, onCandle }),
};

const time = new HurriedTime(BEGIN - MINUTE);
const instrument = findInstrument('BTC/USD');
const kraken = new LocalKraken({
  market: new ReplayedMarket({ sources: [{ instrument, steps: [] }] }),
  clock: time,
  random: new SeededRandom(1),
});
const rest = new KrakenRest({
  transport: fetchTransport({ fetch: inMemoryTransport(kraken, time), scheduler: time }),
  time,
});
let feed: QuietFeed | undefined;
const access: MarketAccess = {
  time,
  watch: time,
  random: new SeededRandom(2),
  rest,
  feed: new SharedFeed({ time, open: (deliver) => (feed = new QuietFeed(instrument.name, deliver)) }),
  history: new SharedHistory(rest),
  account: new SharedAccount(rest, time),
  orders: undefined,
  books: undefined,
  deadMan: new SharedDeadMan({ set: (timeoutMs) => rest.orders.cancelAllAfter(timeoutMs), scheduler: time }),
  insist: (ask) => ask(),
  close: () => undefined,
};

const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'month-'));
const troubles = new Map<string, number>();
const state = { isOpen: false };
const opening = RunningBot.open(
  botPlan(definition, {
    identity: { name: 'Month', id: 1 },
    balance: Decimal.parse('100000'),
    ledgerFolder: folder,
  }),
  access,
  {
    onTrouble: (reason) => troubles.set(reason, (troubles.get(reason) ?? 0) + 1),
    onStrategyFailure: (error) => troubles.set(String(error), 1),
    onEnd: (error) => {
      throw error;
    },
  },
).finally(() => (state.isOpen = true));
while (!state.isOpen) {
  time.passTo(time.now() + 100);
  await setImmediate();
}
const bot = await opening;
bot.start();

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(2).padStart(8);
}

function report({ ledger }: RunningBot, day: number): void {
  if (globalThis.gc === undefined) throw new Error('run it with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const cpu = ((user + system) / 1e6).toFixed(0).padStart(5);
  console.log(
    `day ${String(day).padStart(3)}  heap ${mib(heapUsed)} MiB  buffers ${mib(arrayBuffers)} MiB  rss ${mib(rss)} MiB` +
      `  ${String(ledger.closed.length).padStart(6)} trades  ${cpu} CPU-s`,
  );
}

const random = new SeededRandom(3);
let price = 100;
for (let now = Math.ceil(time.now() / TOLD_EVERY_MS) * TOLD_EVERY_MS; now < BEGIN + days * DAY; now += TOLD_EVERY_MS) {
  time.passTo(now);
  feed?.acknowledge(now);
  price = Math.min(110, Math.max(90, price + (random.next() - 0.5) / 5));
  feed?.tell(now, Number(price.toFixed(1)));
  if (now % MINUTE === 0) await setImmediate();
  const day = (now - BEGIN) / DAY;
  if (day === 1 || (day > 1 && day % 7 === 0)) report(bot, day);
}
report(bot, days);
let orders = 0;
for (const { event } of bot.memory.store.events()) if (event.type === 'order-intended') orders += 1;
console.log(`${orders} orders sent`);
console.log(`troubles: ${[...troubles].map(([reason, times]) => `${times} × ${reason}`).join('; ') || 'none'}`);
bot.close();
rmSync(folder, { recursive: true });
