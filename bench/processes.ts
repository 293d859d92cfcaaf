import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the operating system counted of one finished process. */
export interface Usage {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly rssMiB: number;
  /** Standard output. */
  readonly out: string;
}

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const usageFile = join(mkdtempSync(join(tmpdir(), 'fathom-bench-')), 'usage.json');

/** Runs a script in a new process of Node, to its end. */
export function runNode(script: string, args: readonly string[]): Usage {
  const begun = process.hrtime.bigint();
  const out = execFileSync(process.execPath, ['--import', at('./usage.mjs'), at(script), ...args], {
    encoding: 'utf8',
    env: { ...process.env, BENCH_USAGE: usageFile },
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const wallMs = Number(process.hrtime.bigint() - begun) / 1e6;
  const { cpuMs, rssMiB }: Pick<Usage, 'cpuMs' | 'rssMiB'> = JSON.parse(readFileSync(usageFile, 'utf8'));
  return { cpuMs, rssMiB, wallMs, out };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Runs both in turn, so that a machine that slows down slows both, and gives the medians. */
export function paired(rounds: number, ours: () => Usage, theirs: () => Usage) {
  const pairs = Array.from({ length: rounds }, () => ({ ours: ours(), theirs: theirs() }));
  const of = (who: 'ours' | 'theirs', figure: 'cpuMs' | 'wallMs' | 'rssMiB') =>
    median(pairs.map((pair) => pair[who][figure]));
  return {
    ours: { cpuMs: of('ours', 'cpuMs'), wallMs: of('ours', 'wallMs'), rssMiB: of('ours', 'rssMiB') },
    theirs: { cpuMs: of('theirs', 'cpuMs'), wallMs: of('theirs', 'wallMs'), rssMiB: of('theirs', 'rssMiB') },
    cpuRatio: median(pairs.map((pair) => pair.ours.cpuMs / pair.theirs.cpuMs)),
    wallRatio: median(pairs.map((pair) => pair.ours.wallMs / pair.theirs.wallMs)),
  };
}
