#!/usr/bin/env node
import { run } from './cli.js';
import { EXIT } from './exit-code.js';
import { processIo } from './io.js';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that left (`collector … | head`) is no failure; a full disk is.
  if (error.code === 'EPIPE') return;
  process.stderr.write(`error: standard output cannot be written: ${error.message}\n`);
  process.exit(EXIT.data);
});
process.exitCode = await run(process.argv.slice(2), processIo());
