import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualTime } from '@fathom/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { FileNonce } from './file-nonce.js';
import { MemoryNonce, type NonceSource } from './nonce.js';
import { Secret } from './secret.js';

const NOW = 1_700_000_000_000;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nonce-'));
  folders.push(folder);
  return folder;
}

function fileNonce(folder: string, clock = new ManualTime(NOW), key = 'key-one-1'): FileNonce {
  return new FileNonce({ key: new Secret(key), folder, clock });
}

function rises(numbers: readonly bigint[]): boolean {
  return numbers.every((each, i) => i === 0 || each > (numbers[i - 1] ?? 0n));
}

describe.each<[string, (clock: ManualTime) => NonceSource]>([
  ['in memory', (clock) => new MemoryNonce(clock)],
  ['in a file', (clock) => fileNonce(newFolder(), clock)],
])('nonces %s', (_, make) => {
  it('begin at the clock, in milliseconds', () => {
    expect(make(new ManualTime(NOW)).next()).toBe(BigInt(NOW));
  });

  it('rise while the clock stands still, and when it is set back', () => {
    const clock = new ManualTime(NOW);
    const nonces = make(clock);
    const before = Array.from({ length: 50 }, () => nonces.next());
    clock.jumpTo(NOW - 3_600_000);
    const after = Array.from({ length: 50 }, () => nonces.next());
    expect(rises([...before, ...after])).toBe(true);
  });
});

describe('nonces in a file', () => {
  it('go on rising after a restart with the clock set back', () => {
    const folder = newFolder();
    const last = fileNonce(folder).next();
    expect(fileNonce(folder, new ManualTime(NOW - 86_400_000)).next()).toBe(last + 1n);
  });

  it('are shared by two users of one key, and not by two keys', () => {
    const folder = newFolder();
    const [a, b, other] = [fileNonce(folder), fileNonce(folder), fileNonce(folder, undefined, 'key-two-2')];
    expect(rises([a.next(), b.next(), a.next(), b.next(), b.next(), a.next()])).toBe(true);
    expect(other.next()).toBe(BigInt(NOW));
  });

  it('rise across processes that ask at the same time', async () => {
    const folder = newFolder();
    const script = `
      import { FileNonce } from ${JSON.stringify(new URL('./file-nonce.ts', import.meta.url).href)};
      import { Secret } from ${JSON.stringify(new URL('./secret.ts', import.meta.url).href)};
      const nonces = new FileNonce({ key: new Secret('key-one-1'), folder: ${JSON.stringify(folder)}, clock: { now: () => ${NOW} } });
      const all = [];
      for (let i = 0; i < 200; i += 1) all.push(String(nonces.next()));
      console.log(JSON.stringify(all));`;
    const outputs = await Promise.all([1, 2, 3].map(() => runScript(script)));
    const lists = outputs.map((text) => (JSON.parse(text) as string[]).map(BigInt));
    expect(lists.every(rises)).toBe(true);
    const all = lists.flat();
    expect(all).toHaveLength(600);
    expect(new Set(all).size).toBe(600);
  });

  it('outlive a process that died with the lock, a torn file and a missing one', () => {
    const folder = newFolder();
    const nonces = fileNonce(folder);
    const first = nonces.next();
    const [name = ''] = readdirSync(folder).filter((each) => !each.endsWith('.lock'));
    // No process has this number: the highest possible one is 2^22.
    writeFileSync(join(folder, `${name}.lock`), '4194305 dead\n');
    expect(nonces.next()).toBe(first + 1n);
    writeFileSync(join(folder, name), 'not a num');
    expect(nonces.next()).toBe(first + 2n);
    rmSync(join(folder, name));
    expect(nonces.next()).toBe(first + 3n);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('keep no key in the folder', () => {
    const folder = newFolder();
    fileNonce(folder).next();
    const kept = readdirSync(folder).map((name) => name + readFileSync(join(folder, name), 'utf8'));
    expect(kept.join()).not.toContain('key-one');
  });
});

function runScript(script: string): Promise<string> {
  const args = ['--import', 'tsx', '--conditions=@fathom/source', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`exit code ${code}`))));
  });
}
