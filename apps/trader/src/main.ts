import { run } from './cli.js';
import { EXIT } from './exit-code.js';
import { processIo } from './io.js';

/** Settled when the program, on this process's command line and streams, has done its work. */
export const done = main();

async function main(): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that left (`trader … | head`) is no failure; a full disk is.
    if (error.code === 'EPIPE') return;
    process.stderr.write(`error: standard output cannot be written: ${error.message}\n`);
    process.exit(EXIT.data);
  });
  process.exitCode = await run(process.argv.slice(2), processIo());
}
