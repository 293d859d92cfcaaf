import { run } from './cli.js';

const ended = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
});

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  // `pnpm --filter kraken-simulator start` runs in the app's folder; INIT_CWD is where the user was.
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  ended,
});
