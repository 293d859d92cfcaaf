import { type ChildProcess, fork } from 'node:child_process';
import { on } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadMeasured, LoadTells, LoadTold } from './bots-process.js';
import { TRADES_A_SECOND } from './dense-market.js';
import type { LoadKrakenTells } from './kraken-process.js';

// `load [PAIRS] [SECONDS] [SPEED] [weigh]`, part of `pnpm bench`: five strategies on each of so many pairs in one process, over
// HTTP and WebSocket, on a local Kraken in another; the clocks of both go at that speed, so that a candle of a minute
// passes in 0.6 s at 100. `weigh` tells what memory lives instead of how late orders are. CPU is what the operating system
// counted of the bots' process alone.
const [pairs = 50, seconds = 60, speed = 100] = process.argv.slice(2, 5).map(Number);
const isWeighed = process.argv[5] === 'weigh';
const begin = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'fathom-load-'));
const kraken = child('./kraken-process.ts', { pairs, begin, speed }, {});
const krakenTells = toldBy(kraken);
try {
  const at = await next<LoadKrakenTells>(krakenTells);
  const bots = child('./bots-process.ts', { pairs, seconds, folder, begin, speed, isWeighed } satisfies LoadTold, {
    HOME: folder,
    KRAKEN_REST_URL: at.restUrl,
    KRAKEN_WS_URL: at.wsUrl,
    KRAKEN_WS_AUTH_URL: at.wsAuthUrl,
    KRAKEN_API_KEY: at.key,
    KRAKEN_API_SECRET: at.secret,
  });
  const botsTell = toldBy(bots);
  let before = 0;
  for (;;) {
    const heard = await next<LoadTells>(botsTell);
    if (heard.type === 'progress') console.error(`load: ${heard.text}`);
    if (heard.type === 'running') before = await krakenCpu();
    if (heard.type !== 'measured') continue;
    show(heard.measured, (await krakenCpu()) - before);
    break;
  }
} finally {
  kraken.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** The value below which that share of ascending values lies. */
function quantile(values: readonly number[], share: number): string {
  return (values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN).toFixed(2);
}

function spread(values: readonly number[]): string {
  return `p50 ${quantile(values, 0.5)} ms, p99 ${quantile(values, 0.99)} ms, worst ${quantile(values, 1)} ms`;
}

function show(found: LoadMeasured, krakenMs: number): void {
  const cores = (ms: number) => (ms / found.seconds / 1000).toFixed(2);
  const rate = pairs * TRADES_A_SECOND * speed;
  console.log(
    `load: ${found.bots} bots on ${pairs} pairs at ${speed}x, ${rate.toFixed(0)} trades a second, ` +
      `${found.seconds.toFixed(0)} s: ${cores(found.cpuMs)} cores of CPU, ${found.rssMiB.toFixed(0)} MiB; ` +
      `the local Kraken ${cores(krakenMs)} cores`,
  );
  console.log(`load: ${found.candles} live candles decided on, ${found.orders} orders, ${found.outages} outages heard`);
  if (!isWeighed) console.log(`load: event to order ${spread(found.latencyMs)}`);
  else console.log(`load: heap after each tenth ${found.heapMiB.map((mib) => mib.toFixed(1)).join(' ')} MiB`);
}

async function krakenCpu(): Promise<number> {
  kraken.send('cpu');
  return (await next<{ cpuMs: number }>(krakenTells)).cpuMs;
}

/** All a process tells, in order; an error once it has ended. */
function toldBy(process: ChildProcess): AsyncIterator<unknown[]> {
  const over = new AbortController();
  process.once('exit', (code) => over.abort(new Error(`a process of the load bench ended with ${code}`)));
  return on(process, 'message', over);
}

async function next<T>(messages: AsyncIterator<unknown[]>): Promise<T> {
  const { value } = await messages.next();
  return value[0];
}

function child(file: string, told: object, env: Readonly<Record<string, string>>): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(told)], {
    execArgv: ['--expose-gc', '--import', 'tsx', '--conditions=@fathom/source'],
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
