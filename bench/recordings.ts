import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedBook } from '@fathom/testkit';
import { median, runNode } from './processes.js';

type Figures = Readonly<Record<string, number>>;

const FRAMES = 1_000_000;
const REAL_US = 1_785_628_800_000_000;

/** One run of `recording.mjs`. */
function measure(what: string, at: string, ...more: string[]): Figures {
  return JSON.parse(runNode('./recording.mjs', [what, at, ...more]).out);
}

/** Everything about recordings, beside `JSON.parse` of the same frames alone. */
export function recordings(rounds: number, row: Row): void {
  const folder = mkdtempSync(join(tmpdir(), 'fathom-bench-books-'));
  try {
    for (const pairs of ['40', '1000']) stored(folder, pairs, rounds, row);
    const at = join(folder, '40-0');
    instants('the book at an instant, unsealed', measure('at-unsealed', at, '300000', '40', '100'), row);
    sealed('the reference stream', at, row);
    reading(at, rounds, row);
    const one = join(folder, 'one');
    measure('store', one, String(FRAMES), '1', '100');
    instants('the book at an instant, unsealed', measure('at-unsealed', one, String(FRAMES), '1', '100'), row);
    sealed('one pair of it', one, row);
    reading(one, rounds, row);
    const real = join(folder, 'real');
    mkdirSync(real);
    writeFileSync(join(real, 'frames.ndjson'), realFrames());
    const hot = measure('store-real', real);
    row('stored, BTC/USD depth 25', [`${hot['bytes']?.toFixed(1)} B/message`]);
    sealed('BTC/USD depth 25', real, row);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Row = (what: string, figures: readonly string[]) => void;

function stored(folder: string, pairs: string, rounds: number, row: Row): void {
  const turns = Array.from({ length: rounds }, (_, index) => ({
    store: measure('store', join(folder, `${pairs}-${index}`), '300000', pairs, '100'),
    parse: parseAlone(pairs),
  }));
  const ns = median(turns.map(({ store }) => store['ns'] ?? 0));
  const [first] = turns;
  if (first?.store['verified'] !== first?.store['messages']) throw new Error('not every frame is verified');
  row(`feed, book, checksum, stored: ${pairs} pairs`, [
    `${ns.toFixed(0)} ns a frame`,
    `${(1e6 / ns).toFixed(0)} k frames/cpu-s`,
    `${median(turns.map(({ store, parse }) => (parse['ns'] ?? 0) / (store['ns'] ?? 1))).toFixed(2)} x JSON.parse`,
    `${first?.store['bytes']?.toFixed(1)} B/message`,
  ]);
}

/** `JSON.parse` of the same frames, alone. */
function parseAlone(pairs: string): Figures {
  return JSON.parse(runNode('./book-feed.mjs', ['parse', '300000', pairs, '100']).out);
}

function sealed(what: string, at: string, row: Row): void {
  const { ns = 0, bytes = 0, bytesALevel = 0, messages = 0, verified } = measure('seal', at);
  if (verified !== messages) throw new Error('not every message is verified');
  row(`sealed, ${what}`, [
    `${ns.toFixed(0)} ns a message`,
    `${bytes.toFixed(1)} B/message`,
    `${bytesALevel.toFixed(1)} B/level`,
  ]);
}

function reading(at: string, rounds: number, row: Row): void {
  for (const what of ['replay', 'verify']) {
    const turns = Array.from({ length: rounds }, () => measure(what, at));
    const ns = median(turns.map((turn) => turn['ns'] ?? 0));
    const wall = median(turns.map((turn) => turn['wallNs'] ?? 0));
    row(what === 'replay' ? 'replayed into a book' : 'replayed, every checksum proved', [
      `${ns.toFixed(0)} ns a message`,
      `${(1e3 / ns).toFixed(2)} M/cpu-s`,
      `${(1e3 / wall).toFixed(2)} M/s`,
      `${median(turns.map((turn) => turn['rssMiB'] ?? 0)).toFixed(0)} MiB`,
    ]);
  }
  instants('the book at an instant', measure('at', at), row);
}

function instants(what: string, { medianMs = 0, p95Ms = 0, worstMs = 0 }: Figures, row: Row): void {
  row(what, [
    `${medianMs.toFixed(1)} ms median`,
    `${p95Ms.toFixed(1)} ms p95`,
    `${worstMs.toFixed(1)} ms the worst of 100`,
  ]);
}

/** A recorded stream as frames and when they came. */
function realFrames(): string {
  return recordedBook('btcusd_sample')
    .filter(({ bytes }) => bytes.toString().startsWith('{"channel":"book"'))
    .map(({ at, bytes }) =>
      JSON.stringify({ frame: bytes.toString(), receivedUs: REAL_US + (Number(at / 1000n) % 1e12) }),
    )
    .join('\n');
}
