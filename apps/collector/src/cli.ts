import { runCommandLine } from '@fathom/terminal';
import { EXITS } from './exit-code.js';
import type { Io } from './io.js';
import { createProgram } from './program.js';

/** Runs one command line (without `node` and the script) and gives the exit code; never throws. */
export function run(args: readonly string[], io: Io): Promise<number> {
  return runCommandLine(args, { program: createProgram(io), err: io.err, exits: EXITS });
}
