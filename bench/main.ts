import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BacktestReport } from '@fathom/contracts/backtest-report';
import { strategies } from '@fathom/strategies';
import { collectorCapture } from './collector.js';
import { median, paired, runNode } from './processes.js';
import { recordings } from './recordings.js';
import { walkCsv } from './walk.mjs';

interface Work {
  readonly trades: number;
  readonly finalEquity: number;
}

/** One run of `in-loop.mjs`. */
interface LoopRun extends Work {
  /** Nanoseconds a candle. */
  readonly ns: number;
}

// `pnpm bench [ROUNDS]`: the built trader beside a loop written by hand, both in new processes and in turn, medians.
// Absolute times are this machine's; the ratios are what docs/performance.md quotes.

const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'fathom-bench-'));
const TRADER = '../apps/trader/dist/main.js';

/** Both must have done the same work: trades to the number, equity to 10^-9 of it. */
function assertSame(ours: Work, theirs: Work): void {
  const apart = Math.abs(ours.finalEquity - theirs.finalEquity) / Math.abs(theirs.finalEquity);
  if (ours.trades !== theirs.trades || !(apart < 1e-9)) {
    throw new Error(`ours ${JSON.stringify(ours)} is not ${JSON.stringify(theirs)}`);
  }
}

async function wholeProcess(candles: number): Promise<void> {
  const file = join(folder, `XBTUSD_1_${candles}.csv`);
  await pipeline(Readable.from(walkCsv(candles)), createWriteStream(file));
  const flags = [
    'backtest',
    '--data',
    file,
    '-p',
    '1',
    '--strategy',
    'macd-cross',
    '--fee',
    '0.26',
    '--balance',
    '100000000',
    '--volume',
    '1',
  ];
  const hand = () => runNode('./hand-loop.mjs', [file, '0.26', '100000000']);
  const { trades, metrics } = BacktestReport.parse(JSON.parse(runNode(TRADER, [...flags, '--json', '-']).out));
  const work: Work = JSON.parse(hand().out);
  assertSame({ trades: trades.length, finalEquity: Number(metrics.finalEquity) }, work);
  const { ours, theirs, cpuRatio, wallRatio } = paired(rounds, () => runNode(TRADER, [...flags, '--no-log']), hand);
  row(`${candles} candles, CSV to report`, [
    `cpu ${ours.cpuMs.toFixed(0)} ms`,
    `by hand ${theirs.cpuMs.toFixed(0)} ms`,
    `ratio ${cpuRatio.toFixed(2)}`,
    `wall ratio ${wallRatio.toFixed(2)}`,
    `${ours.rssMiB.toFixed(0)} MiB`,
  ]);
}

/** The first call in a new process. */
function loopRun(name: string, candles = 1_000_000): LoopRun {
  return JSON.parse(runNode('./in-loop.mjs', [name, String(candles)]).out);
}

function medianNs(runs: readonly LoopRun[]): number {
  return median(runs.map(({ ns }) => ns));
}

function inLoop(): void {
  const names = ['hand', ...strategies.map(({ name }) => name)];
  // In turn, so that a machine that slows down slows all of them.
  const turns = Array.from({ length: rounds }, () => new Map(names.map((name) => [name, loopRun(name)])));
  const runsOf = (name: string) => turns.flatMap((turn) => turn.get(name) ?? []);
  const [hand, cross] = [runsOf('hand'), runsOf('macd-cross')];
  const floor = medianNs(hand);
  for (const [i, run] of cross.entries()) assertSame(run, hand[i] ?? { trades: 0, finalEquity: 0 });
  row('in the loop, by hand', [`${floor.toFixed(0)} ns a candle`]);
  for (const { name } of strategies) {
    const runs = runsOf(name);
    const ns = medianNs(runs);
    row(`in the loop, ${name}`, [
      `${ns.toFixed(0)} ns a candle`,
      `ratio ${(ns / floor).toFixed(2)}`,
      `${(1e3 / ns).toFixed(2)} M candles/s`,
      `${runs[0]?.trades ?? 0} trades`,
    ]);
  }
  for (const candles of [10_000, 100_000, 1_000_000, 10_000_000]) {
    const ns = medianNs(Array.from({ length: rounds }, () => loopRun('macd-cross', candles)));
    row(`macd-cross over ${candles} candles`, [`${ns.toFixed(0)} ns a candle`]);
  }
}

function liveCandle(): void {
  for (const { name } of strategies) {
    const ns = median(Array.from({ length: rounds }, () => Number(runNode('./live-candle.mjs', [name]).out)));
    row(`one more candle, ${name}`, [`${ns.toFixed(0)} ns`]);
  }
}

/** The exchange part of the app: the first signed call of a new process beside bare Node. */
function exchangeStart(): void {
  const runs = Array.from({ length: rounds }, () => ({
    bare: runNode('./exchange-start.mjs', ['--bare']),
    call: runNode('./exchange-start.mjs', []),
  }));
  row('first signed call to Kraken', [
    `${median(runs.map(({ call }) => Number(call.out))).toFixed(0)} ms`,
    `${median(runs.map(({ bare, call }) => call.rssMiB - bare.rssMiB)).toFixed(0)} MiB more`,
  ]);
}

/** Kraken's book feed with order book and checksum, beside `JSON.parse` of the same frames alone. */
function bookFeed(): void {
  for (const [pairs, depth] of [
    [40, 100],
    [40, 1000],
    [1000, 100],
  ]) {
    const run = (what: string) => {
      const { ns, verified }: { ns: number; verified: number } = JSON.parse(
        runNode('./book-feed.mjs', [what, '300000', String(pairs), String(depth)]).out,
      );
      if (verified < 300_000) throw new Error(`only ${verified} of 300000 frames are verified`);
      return ns;
    };
    // In turn, so that a machine that slows down slows both.
    const turns = Array.from({ length: rounds }, () => ({ book: run('book'), parse: run('parse') }));
    const book = median(turns.map((turn) => turn.book));
    row(`feed, book, checksum: ${pairs} pairs, depth ${depth}`, [
      `${book.toFixed(0)} ns a frame`,
      `${(1e6 / book).toFixed(0)} k frames/cpu-s`,
      `${median(turns.map((turn) => turn.parse / turn.book)).toFixed(2)} x JSON.parse`,
    ]);
  }
}

function row(what: string, figures: readonly string[]): void {
  console.log(`${what.padEnd(42)}${figures.map((figure) => `  ${figure}`.padStart(18)).join('')}`);
}

try {
  await wholeProcess(10_000);
  await wholeProcess(100_000);
  await wholeProcess(1_000_000);
  inLoop();
  liveCandle();
  exchangeStart();
  bookFeed();
  collectorCapture(rounds, row);
  recordings(rounds, row);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
