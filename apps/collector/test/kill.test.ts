import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RecordingArchive } from '@fathom/recordings';
import { SeededRandom } from '@fathom/testkit';
import { afterAll, expect, it } from 'vitest';
import { RecordedKraken } from './kill/recorded-kraken.js';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'collector-kill-'));
const kraken = new RecordedKraken();
const HALF_A_FRAME = /^damaged: \S+\.segment: a frame [^\n]*cut off[^\n]*\nerror: 1 of the files are damaged[^\n]*\n$/;
const KILLS = 3;
const ROUNDS = 3;

afterAll(() => {
  kraken.close();
  rmSync(folder, { recursive: true, force: true });
});

function collector(url: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', '--conditions=@fathom/source', main, ...args], {
    env: { ...process.env, KRAKEN_WS_URL: url, INIT_CWD: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess) {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (text) => (out += text));
  child.stderr?.on('data', (text) => (err += text));
  const [code] = await once(child, 'close');
  return { code, out, err };
}

it(`loses nothing it has handled when it is killed, ${KILLS} times`, { timeout: 180_000 }, async () => {
  const url = await kraken.listen();
  const random = new SeededRandom(1);
  const start = ['start', '--pairs', 'XBTUSD', '--depth', '25', '--no-trades', '--no-screen'];
  const handled: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = collector(url, ...start);
    const dead = ended(child);
    for (let round = 0; round < ROUNDS; round += 1) await kraken.sendRound();
    // What was answered for before this question was asked is on disk when the answer is here.
    await kraken.sendRound();
    handled.push(ROUNDS * kraken.frames.length);
    await kraken.sendBlindly();
    for (let turns = Math.floor(random.next() * 200); turns > 0; turns -= 1) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    child.kill('SIGKILL');
    kraken.forget();
    await dead;
  }
  const { code, out, err } = await ended(collector(url, 'verify'));
  // Killed in the middle of a write it leaves half a frame behind, which nobody was told is kept; until it is cut, it is said.
  expect([code, err]).toEqual(HALF_A_FRAME.test(err) ? [3, err] : [0, '']);
  expect(out).toMatch(/ 100\.00 % verified/);

  // Another run repairs, and says from when to when nobody was there.
  const last = collector(url, ...start);
  const done = ended(last);
  await kraken.sendRound();
  last.kill('SIGTERM');
  expect(await done).toMatchObject({ code: 0, err: '' });
  const told = await readBack();
  expect(told.sessions).toHaveLength(KILLS + 1);
  for (const [index, count] of handled.entries()) {
    expect(told.sessions[index]?.length).toBeGreaterThanOrEqual(count);
    // In order, each once, digits as they were sent.
    expect(told.sessions[index]?.every((content, at) => content === contents[at % contents.length])).toBe(true);
  }
  expect(told.crashes).toBe(KILLS);
});

const contents = kraken.frames.map((frame) => {
  const levels = [...frame.matchAll(/"price":([\d.]+),"qty":([\d.]+)/g)];
  return levels.map(([, price, quantity]) => `${price}x${quantity}`).join(' ');
});

/** What was stored, as a list of contents for each run. */
async function readBack() {
  const archive = await RecordingArchive.open(join(folder, 'data/books'));
  const sessions: string[][] = [[]];
  let crashes = 0;
  await archive.replay(
    { pair: 'XXBTZUSD' },
    {
      book: (record) => {
        const { bids, asks } = record.toEvent();
        sessions.at(-1)?.push([...bids, ...asks].map(({ price, quantity }) => `${price}x${quantity}`).join(' '));
      },
      trades: () => {},
      gap: ({ cause }) => {
        if (cause !== 'crash') return;
        crashes += 1;
        sessions.push([]);
      },
    },
  );
  await archive.close();
  return { sessions, crashes };
}
