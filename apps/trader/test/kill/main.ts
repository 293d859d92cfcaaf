import { killRun } from './kill-run.js';

// `pnpm kill-test [--kills 200] [--seed 0]`: a bot in a process of its own, killed again and again. See kill-run.ts.
const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? fallback : Number(process.argv[at + 1]);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`--${name} ${process.argv[at + 1]} is not a whole number`);
  return value;
};

const wanted = option('kills', 200);
const { kills, whileStarting, amidOrders, orders, fills, seconds, broken } = await killRun({
  kills: wanted,
  seed: option('seed', 0),
  onKill: (done) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${wanted} kills `);
  },
});
if (process.stderr.isTTY) process.stderr.write('\n');
console.log(
  `${kills} kills (${whileStarting} while starting, ${amidOrders} amid orders), ${orders} orders, ${fills} fills, ` +
    `${seconds.toFixed(0)} s`,
);
for (const [invariant, [expected, actual]] of Object.entries(broken)) {
  console.log(`${invariant}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}
console.log(Object.keys(broken).length === 0 ? 'no invariant broken' : 'BROKEN');
process.exitCode = Object.keys(broken).length === 0 ? 0 : 1;
