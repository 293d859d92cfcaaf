import { run } from './cli.js';
import { processIo } from './io.js';

/** The program, on this process's command line and streams. */
export async function main(): Promise<void> {
  // A reader that left (`trader … | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.exitCode = await run(process.argv.slice(2), processIo());
}
