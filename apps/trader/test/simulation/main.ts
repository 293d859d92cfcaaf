import { trial } from './trial.js';

// `pnpm simulate [--seeds 1000] [--from 0]`: many lives of a bot, each decided by its seed. A seed that breaks an
// invariant is printed with what was expected and what was found, and breaks it again with `--from SEED --seeds 1`.
const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? fallback : Number(process.argv[at + 1]);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`--${name} ${process.argv[at + 1]} is not a whole number`);
  return value;
};

const from = option('from', 0);
const seeds = option('seeds', 1000);
let [orders, crashes, broken] = [0, 0, 0];
for (let seed = from; seed < from + seeds; seed += 1) {
  const result = await trial(seed);
  orders += result.orders;
  crashes += result.crashes;
  if (Object.keys(result.broken).length > 0) {
    broken += 1;
    console.log(`seed ${seed} ${JSON.stringify(result.broken)}`);
  }
  if (process.stderr.isTTY)
    process.stderr.write(`\r${seed - from + 1} of ${seeds} seeds, ${crashes} crashes, ${broken} broken`);
}
if (process.stderr.isTTY) process.stderr.write('\n');
console.log(`${seeds} seeds from ${from}: ${orders} orders, ${crashes} crashes, ${broken} seeds broke an invariant`);
process.exitCode = broken === 0 ? 0 : 1;
