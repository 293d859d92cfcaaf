import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Question } from './child.js';
import type { Judged, Way } from './judge.js';

// `pnpm simulate [--seeds 1000] [--from 0] [--every-point]`: many lives of a bot, each decided by its seed, on all cores.
// A seed that breaks an invariant is printed with what was expected and what was found, and breaks it again with
// `--from SEED --seeds 1`. `--every-point` lives each seed once for every point at which it could be killed.
const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? fallback : Number(process.argv[at + 1]);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`--${name} ${process.argv[at + 1]} is not a whole number`);
  return value;
};

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
const way: Way = process.argv.includes('--every-point') ? 'every-point' : 'random';
const from = option('from', 0);
const seeds = option('seeds', way === 'random' ? 1000 : 10);
const end = from + seeds;
const sum = { done: 0, lives: 0, orders: 0, crashes: 0, broken: 0 };
let next = from;

function count({ seed, lives, orders, crashes, broken }: Judged): void {
  sum.done += 1;
  sum.lives += lives;
  sum.orders += orders;
  sum.crashes += crashes;
  sum.broken += broken.length;
  for (const line of broken) console.log(`seed ${seed} ${line}`);
  if (process.stderr.isTTY) {
    process.stderr.write(`\r${sum.done} of ${seeds} seeds, ${sum.crashes} crashes, ${sum.broken} broken `);
  }
}

/** One process that lives seeds until there are none left. */
function work(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, { execArgv: process.execArgv });
    const ask = () => {
      if (next >= end) return child.disconnect();
      child.send({ seed: next, way } satisfies Question);
      next += 1;
    };
    child.on('message', (judged: Judged) => {
      count(judged);
      ask();
    });
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('a child of the simulation failed'))));
    ask();
  });
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), Math.max(1, seeds)) }, work));
if (process.stderr.isTTY) process.stderr.write('\n');
const lives = way === 'random' ? '' : `${sum.lives} lives, `;
console.log(
  `${seeds} seeds from ${from}: ${lives}${sum.orders} orders, ${sum.crashes} crashes, ` +
    (sum.broken === 0 ? 'no invariant broken' : `${sum.broken} lives broke an invariant`),
);
process.exitCode = sum.broken === 0 ? 0 : 1;
