// The collector over a socket of this machine: `node collector-capture.mjs RATE SECONDS PAIRS DEPTH`, RATE messages a second
// or 0 for as many as it takes. Another process sends the reference stream; what is measured is the collector alone, the
// real command, from the first message to the last one it has handled. Linux only: /proc tells the processor time.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KrakenOfFrames } from './kraken-of-frames.mjs';

const [rate = '100000', seconds = '5', pairs = '40', depth = '100'] = process.argv.slice(2);
const count = (Number(rate) || 200_000) * Number(seconds);
const kraken = new KrakenOfFrames({ pairs: Number(pairs), depth: Number(depth), count, seed: 7 });
const url = await kraken.listen();
const folder = mkdtempSync(join(tmpdir(), 'fathom-collector-'));
const main = fileURLToPath(new URL('../apps/collector/dist/main.js', import.meta.url));
const args = ['start', '--all', '--no-trades', '--no-screen', '--depth', depth, '--out', join(folder, 'books')];
const collector = spawn(process.execPath, [main, ...args], {
  env: { ...process.env, KRAKEN_WS_URL: url, INIT_CWD: folder },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let heard = '';
collector.stdout.on('data', (text) => (heard += text));
const ended = new Promise((done) => collector.on('close', done));

await kraken.subscribed;
const before = used(collector.pid);
const begun = process.hrtime.bigint();
const progress = setInterval(() => {
  const share = (100 * (used(collector.pid) - before)) / (Number(process.hrtime.bigint() - begun) / 1e9);
  console.error(`  ${kraken.sent} of ${count + Number(pairs)} messages sent, ${share.toFixed(0)} % of a core`);
}, 2000);
await kraken.send(Number(rate));
clearInterval(progress);
const wallS = Number(process.hrtime.bigint() - begun) / 1e9;
const cpuS = used(collector.pid) - before;
const rss = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${collector.pid}/status`, 'utf8'))?.[1]) / 1024;
collector.kill('SIGTERM');
await ended;
kraken.close();
rmSync(folder, { recursive: true });
const [, kept, share] = /([\d,]+) messages \(([\d.]+) % verified\)/.exec(heard) ?? [];
const messages = count + Number(pairs);
const isWhole = Number(kept?.replaceAll(',', '')) === messages && share === '100.00';
console.log(
  JSON.stringify({
    messages,
    isWhole,
    perSecond: messages / wallS,
    cpuPercent: (100 * cpuS) / wallS,
    usMessage: (1e6 * cpuS) / messages,
    rssMiB: rss,
  }),
);

/** Seconds of processor time a process has used; the kernel counts hundredths. */
function used(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
