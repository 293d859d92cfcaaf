import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadMeasured, LoadTold } from './bots-process.js';
import type { LoadKrakenTells } from './kraken-process.js';

// `load [PAIRS] [SECONDS]`, part of `pnpm bench`: five strategies on each of so many pairs in one process, over HTTP and
// WebSocket, on a local Kraken in another. CPU is what the operating system counted of the bots' process alone.
const [pairs = 50, seconds = 180] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'fathom-load-'));
const kraken = child('./kraken-process.ts', [String(pairs)], {});
try {
  const at = await told<LoadKrakenTells>(kraken);
  const bots = child('./bots-process.ts', [JSON.stringify({ pairs, seconds, folder } satisfies LoadTold)], {
    HOME: folder,
    KRAKEN_REST_URL: at.restUrl,
    KRAKEN_WS_URL: at.wsUrl,
    KRAKEN_WS_AUTH_URL: at.wsAuthUrl,
    KRAKEN_API_KEY: at.key,
    KRAKEN_API_SECRET: at.secret,
  });
  await told(bots);
  const before = await krakenCpu();
  const { measured } = await told<{ measured: LoadMeasured }>(bots);
  show(measured, (await krakenCpu()) - before);
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
  console.log(
    `load: ${found.bots} bots on ${pairs} pairs, ${pairs * 20} trades a second, ${found.seconds.toFixed(0)} s: ` +
      `${cores(found.cpuMs)} cores of CPU, ${found.rssMiB.toFixed(0)} MiB; the local Kraken ${cores(krakenMs)} cores`,
  );
  console.log(`load: ${found.candles} live candles decided on, ${found.orders} orders`);
  console.log(`load: event to order, wall ${spread(found.wallMs)}; CPU ${spread(found.processorMs)}`);
}

async function krakenCpu(): Promise<number> {
  kraken.send('cpu');
  return (await told<{ cpuMs: number }>(kraken)).cpuMs;
}

function told<T>(process: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    process.once('message', (message: T) => resolve(message));
    process.once('exit', (code) => reject(new Error(`a process of the load bench ended with ${code}`)));
  });
}

function child(file: string, args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: ['--import', 'tsx', '--conditions=@fathom/source'],
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
