import { run } from './cli.js';
import { processIo } from './io.js';

/** Settled when the program, on this process's command line and streams, has done its work. */
export const done = main();

async function main(): Promise<void> {
  // A reader that left (`trader … | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.exitCode = await run(process.argv.slice(2), processIo());
}
